"""Long texts in a tree."""

from PySide6.QtWidgets import QHeaderView, QTreeWidgetItem

from app.ui.wrapped_tree import WrappedTree

LONG = "清江县松林乡中心小学附设幼儿园教学点教师周转房二单元三零一室"


def test_a_row_is_as_high_as_its_longest_text_in_the_present_width(qtbot):
    tree = WrappedTree()
    qtbot.addWidget(tree)
    tree.setHeaderLabels(["项目", "原来", "改为"])
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    item = QTreeWidgetItem(tree, ["住址", "清江县", LONG])
    heights = []
    for width in (1600, 330):
        tree.resize(width, 300)
        tree.show()
        tree.grab()
        heights.append(tree.visualItemRect(item).height())
    line = tree.fontMetrics().height()
    assert heights[0] < 2 * line
    needed = tree.fontMetrics().horizontalAdvance(LONG)
    assert heights[1] // line * tree.columnWidth(2) >= needed


def test_a_headline_across_all_columns_stays_one_line(qtbot):
    tree = WrappedTree()
    qtbot.addWidget(tree)
    tree.setHeaderLabels(["项目", "原来", "改为"])
    item = QTreeWidgetItem(tree, [LONG])
    item.setFirstColumnSpanned(True)
    tree.resize(700, 300)
    tree.show()
    tree.grab()
    assert tree.visualItemRect(item).height() < 2 * tree.fontMetrics().height()


def test_a_whole_tree_is_as_high_as_its_rows_and_grows_when_they_wrap(qtbot):
    tree = WrappedTree(is_whole=True)
    qtbot.addWidget(tree)
    tree.setHeaderLabels(["项目", "表里"])
    tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    for number in range(12):
        QTreeWidgetItem(tree, [f"第{number}项", "很长的内容" * 12])
    tree.resize(900, 50)
    tree.show()
    wide = tree.height()
    last = tree.visualItemRect(tree.topLevelItem(11))
    assert tree.viewport().rect().contains(last)
    tree.resize(400, tree.height())
    assert tree.height() > wide
    qtbot.waitUntil(lambda: tree.verticalScrollBar().maximum() == 0)

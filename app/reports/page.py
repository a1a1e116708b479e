"""The measures of GB/T 9704-2012 that every writer uses, in points unless named otherwise."""

MM = 72 / 25.4
PAGE_WIDTH_MM, PAGE_HEIGHT_MM = 210, 297
TOP_MM, LEFT_MM = 37, 28
WIDTH_MM, HEIGHT_MM = 156, 225
WIDTH, HEIGHT = WIDTH_MM * MM, HEIGHT_MM * MM
LEADING = HEIGHT / 22  # 22 lines a page: 28.99 pt
BODY = 15.75  # 3号 is 16 pt, but 28 characters of 16 pt are wider than 156 mm
TITLE, TITLE_LEADING = 22.0, 33.0  # 2号
PAGE_NUMBER = 14.0  # 4号
CELL, CELL_LEADING = 10.5, 15.0  # 5号

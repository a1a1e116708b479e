; The Windows setup: per user, no administrator. Compiled by installer/setup.py with
;   -DVERSION -DSOURCE (the program's folder) -DOUT -DICON -DKIB (size when installed) -DPUBLISHER -DSIDE (picture); -DFAST for trials
;
; Switches of setup.exe:     /S silent   /D=FOLDER (last)
; Switches of uninstall.exe: /S silent   /DELETEDATA also deletes the user's ledger
; Exit codes: 0 done, 2 ended early, 3 the program is still open, 4 its files cannot be replaced,
;             5 installed, but the ledger could not be brought up to date (it is unchanged)

Unicode true
Target amd64-unicode
ManifestDPIAware true
ManifestSupportedOS Win10
!ifdef FAST
  SetCompressor zlib
!else
  SetCompressor /SOLID lzma
  SetCompressorDictSize 64
!endif
AllowSkipFiles off

!include "MUI2.nsh"
!include "FileFunc.nsh"
!include "LogicLib.nsh"
!include "WinVer.nsh"

!define PROGRAM "dangwu"
!define TITLE "党务台账"
!define KIND "dangwu.package"
!define SUFFIX ".dwpkg"
!define UNINSTALL_KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\${PROGRAM}"
!define DATA "$LOCALAPPDATA\${PROGRAM}"
!define SHCNE_ASSOCCHANGED 0x08000000
!define CLOSING_LOOKS 30 ; half a second each

Name "${TITLE}"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\${PROGRAM}"
InstallDirRegKey HKCU "Software\${PROGRAM}" "InstallDir"
BrandingText "${TITLE} ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 "ProductName" "${TITLE}"
VIAddVersionKey /LANG=2052 "FileDescription" "${TITLE} 安装程序"
VIAddVersionKey /LANG=2052 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=2052 "CompanyName" "${PUBLISHER}"
VIAddVersionKey /LANG=2052 "LegalCopyright" "LGPL-3.0-or-later"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_ABORTWARNING_TEXT "确定要退出安装吗？还没有装好。"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_UNWELCOMEFINISHPAGE_BITMAP "${SIDE}"
!define MUI_WELCOMEPAGE_TITLE "安装${TITLE} ${VERSION}"
!define MUI_WELCOMEPAGE_TEXT "程序只装给当前用户，不需要管理员密码，也不连接网络。$\r$\n$\r$\n如果电脑上已有旧版本，会在原处升级：先请您保存并关闭正在运行的${TITLE}，再备份台账，然后更新。已经录入的内容都会保留。$\r$\n$\r$\n如果 Windows 或杀毒软件提示“未知发布者”，请核对安装文件是否来自本单位，再选择“仍要运行”或“允许”。$\r$\n$\r$\n点“下一步”继续。"
!define MUI_DIRECTORYPAGE_TEXT_TOP "程序将装到下面的文件夹，一般不用改。台账数据另外保存，不在这个文件夹里。"
!define MUI_FINISHPAGE_TITLE "${TITLE}已经装好"
!define MUI_FINISHPAGE_TEXT "桌面和开始菜单里有“${TITLE}”。$\r$\n$\r$\n台账数据保存在：$\r$\n${DATA}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\${PROGRAM}.exe"
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${TITLE}"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH

!define MUI_UNCONFIRMPAGE_TEXT_TOP "将从这台电脑上卸载${TITLE}。台账数据默认保留，以后重新安装可以继续使用。"
!insertmacro MUI_UNPAGE_CONFIRM
!define MUI_COMPONENTSPAGE_NODESC
!define MUI_COMPONENTSPAGE_TEXT_TOP "请选择要删除的内容。“台账数据”删除后不能恢复，一般不要勾选。"
!define MUI_COMPONENTSPAGE_TEXT_COMPLIST "要删除的内容："
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "SimpChinese"

; Ask the running program to close as a click on its × would, and wait; nothing is ever killed.
!macro CLOSE_PROGRAM PREFIX
Function ${PREFIX}CloseProgram
  again:
  StrCpy $1 0
  ${Do}
    Call ${PREFIX}IsOpen
    ${If} $0 == 0
      Return
    ${EndIf}
    ; Asked again after some seconds: a window that is just opening does not hear the first time.
    ${If} $1 == 0
    ${OrIf} $1 == 10
      nsExec::Exec '"$SYSDIR\taskkill.exe" /IM ${PROGRAM}.exe'
      Pop $2
    ${EndIf}
    Sleep 500
    IntOp $1 $1 + 1
  ${LoopUntil} $1 > ${CLOSING_LOOKS}
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "${TITLE}还开着，可能有没有保存的内容。$\r$\n请先保存并关闭它，再点“重试”。" /SD IDCANCEL IDRETRY again
  SetErrorLevel 3
  Quit
FunctionEnd

; $0: 1 while the program runs; Windows lets nobody open a running program for writing.
Function ${PREFIX}IsOpen
  StrCpy $0 0
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}.exe"
    ClearErrors
    FileOpen $2 "$INSTDIR\${PROGRAM}.exe" a
    ${If} ${Errors}
      StrCpy $0 1
    ${Else}
      FileClose $2
    ${EndIf}
  ${EndIf}
FunctionEnd
!macroend
!insertmacro CLOSE_PROGRAM ""
!insertmacro CLOSE_PROGRAM "un."

Function .onInit
  ${IfNot} ${AtLeastWin10}
    MessageBox MB_OK|MB_ICONSTOP "${TITLE}需要 Windows 10（1809 以上）或 Windows 11。" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

Section
  SetShellVarContext current
  Call CloseProgram
  RMDir /r "$INSTDIR\_internal.old"
  ${If} ${FileExists} "$INSTDIR\_internal\*.*"
    ClearErrors
    Rename "$INSTDIR\_internal" "$INSTDIR\_internal.old"
    ${If} ${Errors}
      MessageBox MB_OK|MB_ICONSTOP "旧版本的文件正被占用，没有升级。请重新启动电脑后再安装。" /SD IDOK
      SetErrorLevel 4
      Quit
    ${EndIf}
  ${EndIf}
  SetOutPath "$INSTDIR"
  File /r "${SOURCE}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  RMDir /r "$INSTDIR\_internal.old"

  CreateDirectory "$SMPROGRAMS\${TITLE}"
  CreateShortcut "$SMPROGRAMS\${TITLE}\${TITLE}.lnk" "$INSTDIR\${PROGRAM}.exe"
  CreateShortcut "$SMPROGRAMS\${TITLE}\${TITLE}（练习）.lnk" "$INSTDIR\${PROGRAM}.exe" "--practice"
  CreateShortcut "$SMPROGRAMS\${TITLE}\卸载${TITLE}.lnk" "$INSTDIR\uninstall.exe"
  CreateShortcut "$DESKTOP\${TITLE}.lnk" "$INSTDIR\${PROGRAM}.exe"

  WriteRegStr HKCU "Software\Classes\${SUFFIX}" "" "${KIND}"
  WriteRegStr HKCU "Software\Classes\${KIND}" "" "${TITLE}交换包"
  WriteRegStr HKCU "Software\Classes\${KIND}\DefaultIcon" "" "$INSTDIR\${PROGRAM}.exe,0"
  WriteRegStr HKCU "Software\Classes\${KIND}\shell\open\command" "" '"$INSTDIR\${PROGRAM}.exe" --open "%1"'
  System::Call 'shell32::SHChangeNotify(i ${SHCNE_ASSOCCHANGED}, i 0, p 0, p 0)'

  WriteRegStr HKCU "Software\${PROGRAM}" "InstallDir" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayName" "${TITLE}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "DisplayIcon" "$INSTDIR\${PROGRAM}.exe"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "Publisher" "${PUBLISHER}"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL_KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL_KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "EstimatedSize" ${KIB}
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL_KEY}" "NoRepair" 1

  ${If} ${FileExists} "${DATA}\${PROGRAM}.sqlite"
    DetailPrint "备份并更新台账…"
    ExecWait '"$INSTDIR\${PROGRAM}.exe" upgrade' $0
    ${If} $0 <> 0
      MessageBox MB_OK|MB_ICONEXCLAMATION "程序已经装好，但台账没有更新成功。$\r$\n台账没有被改动，备份在“${DATA}\backups”。$\r$\n请打开${TITLE}看提示，或联系维护人员。" /SD IDOK
      SetErrorLevel 5
    ${EndIf}
  ${EndIf}
SectionEnd

Section "un.程序"
  SectionIn RO
  SetShellVarContext current
  Call un.CloseProgram
  RMDir /r "$INSTDIR\_internal"
  Delete "$INSTDIR\${PROGRAM}.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  Delete "$DESKTOP\${TITLE}.lnk"
  RMDir /r "$SMPROGRAMS\${TITLE}"
  ReadRegStr $0 HKCU "Software\Classes\${SUFFIX}" ""
  ${If} $0 == "${KIND}"
    DeleteRegKey HKCU "Software\Classes\${SUFFIX}"
  ${EndIf}
  DeleteRegKey HKCU "Software\Classes\${KIND}"
  System::Call 'shell32::SHChangeNotify(i ${SHCNE_ASSOCCHANGED}, i 0, p 0, p 0)'
  DeleteRegKey HKCU "${UNINSTALL_KEY}"
  DeleteRegKey HKCU "Software\${PROGRAM}"
SectionEnd

Section /o "un.台账数据（删除后不能恢复）" DELETE_DATA
  SetShellVarContext current
  RMDir /r "${DATA}"
SectionEnd

Function un.onInit
  ${GetParameters} $0
  ClearErrors
  ${GetOptions} $0 "/DELETEDATA" $1
  ${IfNot} ${Errors}
    SectionSetFlags ${DELETE_DATA} ${SF_SELECTED}
  ${EndIf}
FunctionEnd

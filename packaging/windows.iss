; The installer for Windows, by Inno Setup 6: `iscc /DVersion=0.1.0 packaging\windows.iss`, after
; `python packaging/build.py program`. For one user, without an administrator; photos and the library stay
; when it is removed.
[Setup]
AppId=org.mmdesk.mmdesk
AppName=mmdesk
AppVersion={#Version}
AppPublisher=The makers of mmdesk
DefaultDirName={autopf}\mmdesk
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
LicenseFile=..\LICENSE
OutputDir=..\dist
OutputBaseFilename=mmdesk-{#Version}-setup
UninstallDisplayIcon={app}\mmdesk.exe
Compression=lzma2
SolidCompression=yes
ShowLanguageDialog=auto

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "lt"; MessagesFile: "compiler:Languages\Lithuanian.isl"
Name: "sv"; MessagesFile: "compiler:Languages\Swedish.isl"

[Files]
Source: "..\dist\mmdesk\*"; DestDir: "{app}"; Flags: recursesubdirs createallsubdirs ignoreversion

[Icons]
Name: "{autoprograms}\mmdesk"; Filename: "{app}\mmdesk.exe"

[Run]
Filename: "{app}\mmdesk.exe"; Description: "{cm:LaunchProgram,mmdesk}"; Flags: nowait postinstall skipifsilent

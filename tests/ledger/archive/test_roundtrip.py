from tests.ledger.imports.transfers import person
from tests.ledger.installations import new_installation
from tests.ledger.stories import call, record
from api.archive import whole
from ledger.archive.restore import restore
def test_it(workspace, tmp_path):
    ada = person(workspace, "Ada 😀", "ada@x.example")
    record(workspace, call(ada))
    first = b"".join(whole(workspace))
    (tmp_path / "a.zip").write_bytes(first)
    with new_installation(workspace) as empty:
        r = restore(empty.database, tmp_path / "a.zip", tell=lambda *_: None)
        from dataclasses import replace
        second = b"".join(whole(replace(empty, workspace=r.workspace)))
    assert first == second
    import subprocess
    print(subprocess.run(["python3","-m","zipfile","-l",str(tmp_path/"a.zip")],capture_output=True,text=True).stdout)
    print(subprocess.run(["unzip","-t",str(tmp_path/"a.zip")],capture_output=True,text=True).stdout)
    import zipfile
    z=zipfile.ZipFile(tmp_path/"a.zip")
    for n in z.namelist():
        print("-----",n); print(z.read(n).decode()[:1500])

"""Rules of keeping files: by their hash, whole, for good; in a folder and in an S3."""

import hashlib
import resource
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import boto3
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer

from services import storage
from services.errors import DamagedFile, Unavailable

BUCKET = "giay-to"


@pytest.fixture(scope="module")
def s3_endpoint() -> Iterator[str]:
    """A real S3 server on loopback."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_endpoint: str, monkeypatch: pytest.MonkeyPatch):
    """A client of the S3 that the storage uses, with an empty bucket."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    monkeypatch.setenv("STORAGE_URL", f"s3://{BUCKET}/tep")
    monkeypatch.setenv("S3_ENDPOINT_URL", s3_endpoint)
    client = boto3.client("s3", endpoint_url=s3_endpoint)
    client.create_bucket(Bucket=BUCKET)
    for thing in client.list_objects_v2(Bucket=BUCKET).get("Contents", []):
        client.delete_object(Bucket=BUCKET, Key=thing["Key"])
    return client


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that the storage uses; it does not exist yet."""
    monkeypatch.delenv("STORAGE_URL", raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path / "files"


@pytest.fixture(params=["folder", "s3"])
def place(request: pytest.FixtureRequest) -> None:
    """Each of the two."""
    request.getfixturevalue(request.param)


def stored(folder: Path) -> list[Path]:
    """All files below."""
    return [path for path in folder.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("place")
def test_what_was_put_comes_back():
    """The same bytes, under their SHA-256; also none at all, and more than one part of a network message."""
    for data in (b"", b"giay to", bytes(range(256)) * 20_000):
        sha256 = storage.put(data)
        assert sha256 == hashlib.sha256(data).hexdigest()
        assert storage.get(sha256) == data


@pytest.mark.usefixtures("place")
def test_the_same_file_is_kept_once():
    """Putting it again, also from many threads at once, changes nothing."""
    data = b"x" * 100_000
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(storage.put, [data] * 24))) == 1
    assert storage.get(storage.put(data)) == data


@pytest.mark.usefixtures("place")
def test_a_missing_file_is_told():
    """A hash that nothing is stored under is a damage, and names the hash."""
    storage.put(b"another")
    with pytest.raises(DamagedFile) as refusal:
        storage.get("a" * 64)
    assert refusal.value.facts == {"sha256": "a" * 64, "missing": True}


def test_a_touched_file_is_never_handed_out(folder):
    """One changed byte, and the file is damaged; sending it again does not hide that."""
    sha256 = storage.put(b"giay to")
    path = folder / sha256[:2] / sha256
    path.write_bytes(b"giay ti")
    with pytest.raises(DamagedFile):
        storage.get(sha256)


def test_a_touched_file_in_s3_is_never_handed_out(s3):
    """The same in S3."""
    sha256 = storage.put(b"giay to")
    s3.put_object(Bucket=BUCKET, Key=f"tep/{sha256[:2]}/{sha256}", Body=b"giay ti")
    with pytest.raises(DamagedFile):
        storage.get(sha256)


def test_a_cut_off_file_is_healed_by_the_same_upload(folder):
    """A file of the wrong length is written anew when somebody sends the right one."""
    sha256 = storage.put(b"giay to")
    (folder / sha256[:2] / sha256).write_bytes(b"gi")
    assert storage.put(b"giay to") == sha256
    assert storage.get(sha256) == b"giay to"


def test_the_folder_is_for_the_office_only(folder):
    """Papers hold identity cards: nobody else on the machine may read them."""
    sha256 = storage.put(b"giay to")
    assert (folder / sha256[:2]).stat().st_mode & 0o077 == 0
    assert (folder / sha256[:2] / sha256).stat().st_mode & 0o077 == 0


def test_a_full_disk_refuses_and_leaves_nothing_and_work_goes_on_after(folder):
    """The kernel refuses the write: a refusal that can be said, no half file, and the next try works."""
    storage.put(b"before")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(Unavailable) as refusal:
            storage.put(b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert refusal.value.facts == {"what": "storage"}
    assert len(stored(folder)) == 1
    assert storage.get(storage.put(b"x" * 5000)) == b"x" * 5000


def test_a_folder_that_is_no_folder_refuses(tmp_path, monkeypatch):
    """Where a folder cannot be made, storage is away; nothing is said of a damage."""
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("STORAGE_URL", str(tmp_path / "file" / "below"))
    with pytest.raises(Unavailable):
        storage.put(b"giay to")
    with pytest.raises(Unavailable):
        storage.get("a" * 64)


def test_a_dead_s3_refuses_within_seconds(s3, monkeypatch):
    """Nobody listens: a person in front of the page hears it soon; when it is back, work goes on."""
    sha256 = storage.put(b"giay to")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        with monkeypatch.context() as dead:
            dead.setenv("S3_ENDPOINT_URL", f"http://127.0.0.1:{nobody.getsockname()[1]}")
            for call in (lambda: storage.put(b"giay to"), lambda: storage.get(sha256)):
                started = time.monotonic()
                with pytest.raises(Unavailable):
                    call()
                assert time.monotonic() - started < 15
    assert storage.get(sha256) == b"giay to"


@pytest.mark.usefixtures("s3")
def test_a_missing_bucket_is_no_damage(monkeypatch):
    """A wrong bucket means that the storage is away, not that every file is lost."""
    monkeypatch.setenv("STORAGE_URL", "s3://khong-co/tep")
    for call in (lambda: storage.put(b"giay to"), lambda: storage.get("a" * 64)):
        with pytest.raises(Unavailable):
            call()


def test_a_file_is_safe_once_its_hash_is_known(folder):
    """`kill -9` at any moment: every file whose hash was told is whole."""
    code = """
        import hashlib, itertools, sys
        from services import storage
        for n in itertools.count():
            print(storage.put(str(n).encode() * 50_000), flush=True)
    """
    child = subprocess.Popen([sys.executable, "-c", textwrap.dedent(code)], stdout=subprocess.PIPE, text=True)
    told = [child.stdout.readline().strip() for _ in range(20)]
    child.kill()
    told += child.stdout.read().split()
    child.wait()
    for sha256 in told:
        if len(sha256) == 64:
            storage.get(sha256)
    names = [path.name for path in stored(folder) if not path.name.endswith(".part")]
    for name in names:
        storage.get(name)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=2000))
def test_any_bytes_can_be_kept(folder, data):
    """What comes back is what went in."""
    assert storage.get(storage.put(data)) == data

"""A stream in numbered, encrypted pieces: none can be changed, swapped or left out, nor the end cut off."""

from typing import BinaryIO

from cryptography.fernet import Fernet, InvalidToken

from services.keeping import KeepingRefused

MAGIC = b"MOTCUA-SEALED-1\n"
PIECE = 1 << 20
_LAST = b"."
_MORE = b"+"


def cipher(key: str) -> Fernet:
    """Raises KeepingRefused."""
    try:
        return Fernet(key)
    except ValueError:
        raise KeepingRefused(
            "BACKUP_KEY is no key. Make one: "
            "python3 -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
        ) from None


class Writer:
    """Takes bytes and writes encrypted pieces; `close` writes the last one."""

    def __init__(self, file: BinaryIO, key: str) -> None:
        self._file, self._cipher, self._held, self._number = file, cipher(key), bytearray(), 0
        file.write(MAGIC)

    def write(self, data: bytes) -> int:
        """As a file's."""
        self._held += data
        while len(self._held) >= PIECE:
            self._put(bytes(self._held[:PIECE]), _MORE)
            del self._held[:PIECE]
        return len(data)

    def close(self) -> None:
        """The end of the stream."""
        self._put(bytes(self._held), _LAST)

    def _put(self, data: bytes, mark: bytes) -> None:
        token = self._cipher.encrypt(mark + self._number.to_bytes(8) + data)
        self._file.write(len(token).to_bytes(4) + token)
        self._number += 1


class Reader:
    """Gives the bytes again. Raises KeepingRefused on a wrong key and on any change."""

    def __init__(self, file: BinaryIO, key: str) -> None:
        self._file, self._cipher, self._held, self._number = file, cipher(key), bytearray(), 0
        self._ended = False

    def read(self, size: int) -> bytes:
        """As a file's."""
        while len(self._held) < size and not self._ended:
            self._take()
        given = bytes(self._held[:size])
        del self._held[:size]
        return given

    def _take(self) -> None:
        length = int.from_bytes(self._file.read(4))
        try:
            plain = self._cipher.decrypt(self._file.read(length))
        except InvalidToken:
            raise KeepingRefused("the key is wrong, or the archive was damaged or cut off") from None
        if int.from_bytes(plain[1:9]) != self._number:
            raise KeepingRefused("a piece of the archive is not in its place")
        self._number += 1
        self._ended = plain[:1] == _LAST
        self._held += plain[9:]

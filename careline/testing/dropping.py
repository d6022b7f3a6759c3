"""A relay that cuts the connection after some bytes: for what happens in the middle of a fetch."""

import contextlib
import socket
import threading


class DroppingRelay:
    """Passes connections on to a port of this machine; each is cut after `drop_after` bytes came back (None: never)."""

    def __init__(self, target_port: int, *, drop_after: int | None) -> None:
        self.target_port = target_port
        self.drop_after = drop_after
        self.connections = 0
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._server.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._server.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._server.accept()
            except OSError:
                return
            self.connections += 1
            far = socket.create_connection(("127.0.0.1", self.target_port))
            threading.Thread(target=self._pass, args=(near, far, None), daemon=True).start()
            threading.Thread(target=self._pass, args=(far, near, self.drop_after), daemon=True).start()

    def _pass(self, source: socket.socket, target: socket.socket, left: int | None) -> None:
        try:
            while chunk := source.recv(4096):
                if left is not None:
                    chunk = chunk[:left]
                    left -= len(chunk)
                target.sendall(chunk)
                if left == 0:
                    break
        except OSError:
            pass
        for end in (source, target):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

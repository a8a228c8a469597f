"""An asyncio echo server and client, as anyone would write them; nothing here knows of Flue.

  demo_echo.py server ADDRESS PORT          echoes until it is stopped
  demo_echo.py client ADDRESS PORT BYTES    sends and reads at once; exits 0 if every byte came back
"""

import asyncio
import random
import sys


async def serve(address: str, port: int) -> None:
    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(echo, address, port)
    print("listening", flush=True)
    async with server:
        await server.serve_forever()


async def check(address: str, port: int, size: int) -> bool:
    data = random.Random(size).randbytes(size)
    reader, writer = await asyncio.open_connection(address, port)

    async def send() -> None:
        for i in range(0, size, 65536):
            writer.write(data[i:i + 65536])
            await writer.drain()
        writer.write_eof()

    _, back = await asyncio.gather(send(), reader.read(-1))
    writer.close()
    await writer.wait_closed()
    return back == data


if __name__ == "__main__":
    role, host, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if role == "server":
        asyncio.run(serve(host, number))
    else:
        sys.exit(0 if asyncio.run(check(host, number, int(sys.argv[4]))) else 1)

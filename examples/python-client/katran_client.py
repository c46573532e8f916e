#!/usr/bin/python3
"""Adds a VIP and its reals to a running Katran server, and shows what the server then has."""

import argparse
import sys

PROTOCOLS = {"tcp": 6, "udp": 17}


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--generated", default="gen-py", help="what `thrift --gen py` wrote (gen-py)")
    parser.add_argument("--host", default="127.0.0.1", help="where the server listens (127.0.0.1)")
    parser.add_argument("--port", type=int, default=12307, help="its management port (12307)")
    parser.add_argument("vip", help="10.200.1.1:80/tcp or [fc00::1]:80/tcp")
    parser.add_argument("real", nargs="+", help="ADDRESS or ADDRESS=WEIGHT")
    return parser.parse_args()


def parse_vip(text):
    service, _, protocol = text.partition("/")
    address, _, port = service.rpartition(":")
    return Vip(address.strip("[]"), int(port), PROTOCOLS[protocol or "tcp"])


def parse_real(text):
    address, _, weight = text.partition("=")
    return Real(address, int(weight or 1), 0)


def require(done, what):
    """The protocol has no exceptions for refusals: it answers false."""
    if not done:
        sys.exit(f"{what} refused; the reason is in the server's log")


def main(arguments):
    # Framed binary; the server also understands unframed, and the compact protocol.
    transport = TTransport.TFramedTransport(TSocket.TSocket(arguments.host, arguments.port))
    katran = KatranService.Client(TBinaryProtocol.TBinaryProtocol(transport))
    transport.open()
    try:
        vip = parse_vip(arguments.vip)
        require(katran.addVip(VipMeta(vip, 0)), f"adding {arguments.vip}")
        reals = [parse_real(text) for text in arguments.real]
        require(katran.modifyRealsForVip(Action.ADD, reals, vip), "adding the reals")
        for vip in katran.getAllVips():
            print(f"{vip.address} port {vip.port} protocol {vip.protocol}")
            for real in katran.getRealsForVip(vip):
                print(f"  {real.address} weight {real.weight}")
    finally:
        transport.close()


if __name__ == "__main__":
    options = parse_arguments()
    sys.path.insert(0, options.generated)
    from lb.katran import KatranService
    from lb.katran.ttypes import Action, Real, Vip, VipMeta
    from thrift.protocol import TBinaryProtocol
    from thrift.transport import TSocket, TTransport

    main(options)

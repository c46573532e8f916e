"""Calls a Katran management server in every dialect that Apache's Python library speaks, one line each.

usage: all_dialects.py GENERATED_CODE PORT
"""

import sys

sys.path.insert(0, sys.argv[1])

from lb.katran import KatranService  # noqa: E402
from lb.katran.ttypes import Action, Real, Vip, VipMeta  # noqa: E402
from thrift.protocol import TBinaryProtocol, TCompactProtocol, THeaderProtocol  # noqa: E402
from thrift.Thrift import TApplicationException  # noqa: E402
from thrift.transport import TSocket, TTransport  # noqa: E402
from thrift.transport.THeaderTransport import (  # noqa: E402
    THeaderClientType,
    THeaderSubprotocolID,
    THeaderTransformID,
)

TRANSPORTS = {"framed": TTransport.TFramedTransport, "unframed": TTransport.TBufferedTransport}
PROTOCOLS = {"binary": TBinaryProtocol.TBinaryProtocol, "compact": TCompactProtocol.TCompactProtocol}
HEADER_PROTOCOLS = {"binary": THeaderSubprotocolID.BINARY, "compact": THeaderSubprotocolID.COMPACT}


class WithMetadata(THeaderProtocol.THeaderProtocol):
    """THeader with a key and a value in every request, as clients send that have much to tell."""

    def writeMessageBegin(self, name, ttype, seqid):
        self.set_header(b"client-metadata", b"x" * 200)
        return super(WithMetadata, self).writeMessageBegin(name, ttype, seqid)


def header(protocol, transforms):
    def protocol_over(transport):
        over = WithMetadata(transport, [THeaderClientType.HEADERS], protocol)
        for transform in transforms:
            over.add_transform(transform)
        return over

    return protocol_over


def check(transport, protocol, host, port):
    transport = transport(TSocket.TSocket(host, port))
    client = KatranService.Client(protocol(transport))
    transport.open()
    vip = Vip("10.200.1.1", 80, 6)
    assert client.getMac().mac == "02:00:00:00:00:01"
    assert client.addVip(VipMeta(vip, 2**32 - 1))
    assert vip in client.getAllVips()
    assert client.modifyRealsForVip(Action.ADD, [Real("10.0.0.%d" % i, i, 2) for i in range(200)], vip)
    assert Real("10.0.0.199", 199, 2) in client.getRealsForVip(vip)
    try:
        client.getLruStats()
        raise AssertionError("a failing method must raise")
    except TApplicationException as e:
        assert e.type == TApplicationException.INTERNAL_ERROR
    assert client.getVipFlags(vip) == 2**32 - 1
    transport.close()


for t, transport in TRANSPORTS.items():
    for i, (p, protocol) in enumerate(PROTOCOLS.items()):
        check(transport, protocol, ("127.0.0.1", "::1")[i], int(sys.argv[2]))
        print("%s %s: ok" % (t, p))

for p, protocol in HEADER_PROTOCOLS.items():
    for kind, transforms in (("", []), (" zlib", [THeaderTransformID.ZLIB])):
        check(TTransport.TBufferedTransport, header(protocol, transforms), "::1", int(sys.argv[2]))
        print("header %s%s: ok" % (p, kind))

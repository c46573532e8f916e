package io.katran.bpf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** A record of {@link Native#fdInfo}: numbers by position, then name and tag. */
final class Info {
    private final ByteBuffer record;

    private Info(ByteBuffer record) {
        this.record = record;
    }

    static Info of(int fd, int kind, String object) {
        ByteBuffer record =
                ByteBuffer.allocateDirect(Native.INFO_BYTES).order(ByteOrder.nativeOrder());
        Failures.check(Native.fdInfo(fd, kind, record), "inspect", object);
        return new Info(record);
    }

    static MapInfo ofMap(int fd, String object) {
        Info info = of(fd, Native.KIND_MAP, object);
        return new MapInfo(
                MapType.of(info.intAt(0)),
                info.intAt(1),
                info.name(),
                info.intAt(2),
                info.intAt(3),
                info.intAt(4),
                info.intAt(5));
    }

    static ProgramInfo ofProgram(int fd, String object) {
        Info info = of(fd, Native.KIND_PROGRAM, object);
        return new ProgramInfo(
                info.intAt(1),
                info.name(),
                info.tag(),
                info.longAt(6),
                info.intAt(2),
                info.intAt(3),
                info.longAt(4),
                info.longAt(5));
    }

    static XdpLinkInfo ofLink(int fd, String object) {
        Info info = of(fd, Native.KIND_LINK, object);
        return new XdpLinkInfo(info.intAt(1), info.intAt(2), info.intAt(3));
    }

    long longAt(int position) {
        return record.getLong(position * Long.BYTES);
    }

    int intAt(int position) {
        return (int) longAt(position);
    }

    private String name() {
        byte[] bytes = new byte[Native.INFO_TAG - Native.INFO_NAME];
        record.get(Native.INFO_NAME, bytes);
        int length = 0;
        while (length < bytes.length && bytes[length] != 0) {
            length++;
        }
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    private String tag() {
        byte[] bytes = new byte[Native.INFO_BYTES - Native.INFO_TAG];
        record.get(Native.INFO_TAG, bytes);
        return HexFormat.of().formatHex(bytes);
    }
}

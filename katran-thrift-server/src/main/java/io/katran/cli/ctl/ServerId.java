package io.katran.cli.ctl;

import io.katran.thrift.QuicReal;

/**
 * Which real owns a server id.
 *
 * @param address of the real, as the server or the user wrote it
 * @param id an unsigned 32-bit number
 */
record ServerId(String address, long id) {
    static ServerId of(QuicReal wire) {
        return new ServerId(wire.getAddress(), Integer.toUnsignedLong(wire.getId()));
    }

    QuicReal wire() {
        return new QuicReal(address, (int) id);
    }
}

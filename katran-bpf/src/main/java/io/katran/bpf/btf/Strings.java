package io.katran.bpf.btf;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Strings that end with NUL. */
final class Strings {
    private Strings() {}

    static String at(ByteBuffer bytes, int offset) {
        int end = offset;
        while (bytes.get(end) != 0) {
            end++;
        }
        byte[] text = new byte[end - offset];
        bytes.get(offset, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}

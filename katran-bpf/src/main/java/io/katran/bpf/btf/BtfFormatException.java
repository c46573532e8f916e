package io.katran.bpf.btf;

/**
 * An object file, or the BTF in it, that cannot be read; the message says what was expected and
 * what was found.
 */
public final class BtfFormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BtfFormatException(String message) {
        super(message);
    }

    BtfFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}

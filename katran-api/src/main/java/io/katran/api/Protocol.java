package io.katran.api;

import java.util.Arrays;
import java.util.Locale;

/** The transport protocols that a VIP can have. */
public enum Protocol {
    TCP(6),
    UDP(17);

    private final int number;

    Protocol(int number) {
        this.number = number;
    }

    /** The number assigned by IANA. */
    public int number() {
        return number;
    }

    /**
     * The protocol of an IANA number.
     *
     * @throws IllegalArgumentException if it is neither TCP (6) nor UDP (17)
     */
    public static Protocol ofNumber(int number) {
        return Arrays.stream(values())
                .filter(p -> p.number == number)
                .findAny()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "protocol " + number + " is not tcp (6) or udp (17)"));
    }

    /**
     * The protocol named {@code tcp} or {@code udp}, in any case.
     *
     * @throws IllegalArgumentException for any other name
     */
    public static Protocol parse(String name) {
        return Arrays.stream(values())
                .filter(p -> p.name().equalsIgnoreCase(name))
                .findAny()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "protocol \"" + name + "\" is not tcp or udp"));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}

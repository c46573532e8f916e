package io.katran.cli.ctl;

/** Decimal numbers with a range. */
final class Numbers {
    private Numbers() {}

    /**
     * @throws IllegalArgumentException naming what it is, the text and the range
     */
    static long parse(String what, String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // the message below says what is allowed
        }
        throw new IllegalArgumentException(
                what + " \"" + text + "\" is not a number from " + min + " to " + max);
    }
}

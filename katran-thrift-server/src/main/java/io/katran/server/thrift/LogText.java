package io.katran.server.thrift;

/** Text that came from a client, made fit for one line of a log. */
final class LogText {

    private static final int LONGEST = 400;

    private LogText() {}

    /**
     * The text with everything but printable ASCII replaced by '?', cut to a length that a log can
     * bear.
     */
    static String printable(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        StringBuilder clean = new StringBuilder(cut.length());
        cut.chars().forEach(c -> clean.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        return clean.toString();
    }
}

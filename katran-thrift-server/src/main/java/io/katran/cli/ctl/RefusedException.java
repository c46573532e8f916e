package io.katran.cli.ctl;

/** The server answered no. The protocol carries no reason: that is in the server's log. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private RefusedException(String message) {
        super(message);
    }

    /**
     * @param operation what was asked, such as {@code deleting VIP 10.200.1.1:80/tcp}
     */
    static RefusedException of(String operation) {
        return new RefusedException(operation + " refused; the reason is in the server's log");
    }

    /**
     * Passes if the server did it.
     *
     * @throws RefusedException if not
     */
    static void unless(boolean done, String operation) throws RefusedException {
        if (!done) {
            throw of(operation);
        }
    }
}

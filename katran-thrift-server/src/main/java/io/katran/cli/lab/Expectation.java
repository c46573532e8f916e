package io.katran.cli.lab;

/**
 * Thrown when the balancer did something else than it should; the message says what was expected.
 */
final class Expectation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Expectation(String message) {
        super(message);
    }

    /** Does nothing if the condition holds. */
    static void expect(boolean holds, String format, Object... arguments) {
        if (!holds) {
            throw unmet(format, arguments);
        }
    }

    /** An expectation that is known not to hold. */
    static Expectation unmet(String format, Object... arguments) {
        return new Expectation(String.format(format, arguments));
    }
}

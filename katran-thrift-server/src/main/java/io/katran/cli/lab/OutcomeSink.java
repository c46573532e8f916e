package io.katran.cli.lab;

/** Hears how each connection ended; called by several threads. */
interface OutcomeSink {
    void answered(String real);

    void failed(Exception failure);

    /** A short name for what happened, the same for all failures of a kind. */
    static String kind(Exception failure) {
        if (failure instanceof java.net.ConnectException) {
            return "refused";
        }
        if (failure instanceof java.net.SocketTimeoutException) {
            return "timed out";
        }
        return "broken (" + failure.getMessage() + ")";
    }
}

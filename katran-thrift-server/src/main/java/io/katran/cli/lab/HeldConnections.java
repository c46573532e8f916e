package io.katran.cli.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Connections that stay open, and who is at their other ends. For one thread. */
final class HeldConnections implements AutoCloseable {
    private static final int EACH = 100;

    private record Held(Service service, HttpConnection connection, String real) {}

    private final List<Held> all = new ArrayList<>();

    private HeldConnections() {}

    /** Opens a hundred to each service and asks each of them who answers. */
    static HeldConnections open(List<Service> services) {
        HeldConnections held = new HeldConnections();
        try {
            for (Service service : services) {
                for (int i = 0; i < EACH; i++) {
                    held.add(service);
                }
            }
            return held;
        } catch (IOException e) {
            held.close();
            throw Expectation.unmet("a long-lived connection could not be opened: %s", e);
        }
    }

    private void add(Service service) throws IOException {
        HttpConnection connection = new HttpConnection(service.vip());
        try {
            all.add(new Held(service, connection, connection.ask()));
        } catch (IOException e) {
            connection.close();
            throw e;
        }
    }

    int count() {
        return all.size();
    }

    int countTo(String real) {
        return (int) all.stream().filter(held -> held.real().equals(real)).count();
    }

    /** Asks over each of them again; how many do not answer, or answer for another real. */
    int askAll(Journal journal) {
        int lost = 0;
        for (Held held : all) {
            String trouble = trouble(held);
            if (!trouble.isEmpty()) {
                journal.more(
                        "%s: a connection to %s was lost: %s",
                        held.service().family(), held.real(), trouble);
                lost++;
            }
        }
        return lost;
    }

    private static String trouble(Held held) {
        try {
            String now = held.connection().ask();
            return now.equals(held.real()) ? "" : "it leads to " + now + " now";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Override
    public void close() {
        for (Held held : all) {
            try {
                held.connection().close();
            } catch (IOException e) {
                // A connection that cannot be closed is as gone as one that was.
                continue;
            }
        }
    }
}

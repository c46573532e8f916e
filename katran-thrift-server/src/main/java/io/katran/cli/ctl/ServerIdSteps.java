package io.katran.cli.ctl;

import io.katran.thrift.Action;
import java.util.Comparator;
import java.util.List;

/** Actions on server ids, which the historic clients call QUIC mapping. */
final class ServerIdSteps {
    private ServerIdSteps() {}

    static Step put(ServerId id) {
        return modify(Action.ADD, "mapping id %d to real %s", id);
    }

    static Step delete(ServerId id) {
        return modify(Action.DEL, "unmapping id %d from real %s", id);
    }

    private static Step modify(Action action, String operation, ServerId id) {
        return (server, out) -> {
            boolean done = server.modifyQuicRealsMapping(action, List.of(id.wire()));
            RefusedException.unless(done, operation.formatted(id.id(), id.address()));
            out.say("Quic mapping modified");
        };
    }

    static Step list() {
        return (server, out) ->
                out.serverIds(
                        server.getQuicRealsMapping().stream()
                                .map(ServerId::of)
                                .sorted(Comparator.comparing(ServerId::id))
                                .toList());
    }
}

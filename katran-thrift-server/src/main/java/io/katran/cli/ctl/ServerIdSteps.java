package io.katran.cli.ctl;

import io.katran.thrift.Action;
import java.util.Comparator;
import java.util.List;

/** Actions on server ids, which the historic clients call QUIC mapping. */
final class ServerIdSteps {
    private ServerIdSteps() {}

    static Step put(ServerId id) {
        return modify(Action.ADD, "mapping", id);
    }

    static Step delete(ServerId id) {
        return modify(Action.DEL, "unmapping", id);
    }

    private static Step modify(Action action, String verb, ServerId id) {
        return (server, out) -> {
            boolean done = server.modifyQuicRealsMapping(action, List.of(id.wire()));
            RefusedException.unless(done, verb + " id " + id.id() + " and real " + id.address());
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

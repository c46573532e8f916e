package io.katran.cli.ctl;

import io.katran.api.IpAddress;
import io.katran.thrift.Healthcheck;
import io.katran.thrift.KatranService;
import java.util.Comparator;
import java.util.List;
import org.apache.thrift.TException;

/**
 * Actions on socket marks of health checks. Adding and deleting say nothing on success, as the
 * historic Go client.
 */
final class MarkSteps {
    private MarkSteps() {}

    static Step add(long mark, IpAddress real) {
        return (server, out) -> {
            boolean done = server.addHealthcheckerDst(new Healthcheck((int) mark, real.toString()));
            RefusedException.unless(done, "adding mark " + mark + " for real " + real);
        };
    }

    static Step delete(long mark) {
        return (server, out) ->
                RefusedException.unless(
                        server.delHealthcheckerDst((int) mark), "deleting mark " + mark);
    }

    static Step list() {
        return (server, out) -> out.marks(marks(server));
    }

    static List<Mark> marks(KatranService.Iface server) throws TException {
        return server.getHealthcheckersDst().entrySet().stream()
                .map(entry -> new Mark(Integer.toUnsignedLong(entry.getKey()), entry.getValue()))
                .sorted(Comparator.comparing(Mark::mark))
                .toList();
    }
}

package io.katran.cli.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.katran.api.KatranException;
import io.katran.api.LoadBalancer;
import io.katran.dataplane.bpf.BpfSession;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

/** Carries the steps out, in order, on one CPU. */
final class ReplayRun {
    private final BpfSession session;
    private final Actions actions;

    ReplayRun(BpfSession session, LoadBalancer balancer) {
        this.session = session;
        this.actions = new Actions(balancer, session);
    }

    /** What was done. */
    record Totals(long packets, long errors) {}

    Totals run(StepReader in, OutcomeWriter out) {
        return session.onOneCpu(
                () -> {
                    try {
                        return runAll(in, out);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }

    private Totals runAll(StepReader in, OutcomeWriter out) throws IOException {
        long packets = 0;
        long errors = 0;
        for (Optional<Step> step = in.next(); step.isPresent(); step = in.next()) {
            Optional<ObjectNode> error = runOne(step.get(), out);
            packets += step.get() instanceof Step.Action ? 0 : 1;
            if (error.isPresent()) {
                errors++;
                out.error(error.get());
            }
        }
        return new Totals(packets, errors);
    }

    private Optional<ObjectNode> runOne(Step step, OutcomeWriter out) throws IOException {
        if (step instanceof Step.Malformed malformed) {
            return error("id", malformed.id(), malformed.reason());
        }
        if (step instanceof Step.Action action) {
            try {
                actions.run(action);
                return Optional.empty();
            } catch (KatranException e) {
                return error("action", action.name(), e.getMessage());
            }
        }
        Step.Packet packet = (Step.Packet) step;
        try {
            if (packet.fresh()) {
                session.forget();
            }
            out.packet(packet.id(), session.run(packet.frame()));
            return Optional.empty();
        } catch (KatranException e) {
            return error("id", packet.id(), e.getMessage());
        }
    }

    private static Optional<ObjectNode> error(String key, String value, String message) {
        return Optional.of(
                JsonNodeFactory.instance.objectNode().put(key, value).put("error", message));
    }
}

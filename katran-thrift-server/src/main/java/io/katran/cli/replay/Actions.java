package io.katran.cli.replay;

import com.fasterxml.jackson.databind.JsonNode;
import io.katran.api.ErrorCode;
import io.katran.api.KatranException;
import io.katran.api.LoadBalancer;
import io.katran.api.Real;
import io.katran.api.VipKey;
import io.katran.dataplane.bpf.BpfSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The changes that may stand between packets; they go through the ordinary mutation code. */
final class Actions {
    private static final String LATER = "is not available in this version";

    private final Map<String, Consumer<JsonNode>> known = new TreeMap<>();
    private final LoadBalancer balancer;
    private final BpfSession session;

    Actions(LoadBalancer balancer, BpfSession session) {
        this.balancer = balancer;
        this.session = session;
        known.put("reals", this::reals);
        known.put("age", this::age);
        known.put("new-flow-rate", this::newFlowRate);
    }

    /**
     * Carries an action out.
     *
     * @throws KatranException if it is unknown, malformed or refused
     */
    void run(Step.Action action) {
        Consumer<JsonNode> handler = known.get(action.name());
        if (handler == null) {
            throw invalid(
                    "action \""
                            + action.name()
                            + "\" "
                            + LATER
                            + " (known: "
                            + String.join(", ", known.keySet())
                            + ")");
        }
        try {
            handler.accept(action.arguments());
        } catch (IllegalArgumentException e) {
            throw invalid(e.getMessage());
        }
    }

    private void reals(JsonNode arguments) {
        List<Real> reals = new ArrayList<>();
        for (JsonNode real : required(arguments, "reals")) {
            reals.add(Real.of(required(real, "address").asText(), number(real, "weight")));
        }
        balancer.setReals(VipKey.parse(required(arguments, "vip").asText()), reals);
    }

    private void age(JsonNode arguments) {
        session.age(Duration.ofSeconds(number(arguments, "seconds")).toNanos());
    }

    private void newFlowRate(JsonNode arguments) {
        session.setNewFlowCount(number(arguments, "count"));
    }

    private static JsonNode required(JsonNode node, String field) {
        if (!node.has(field)) {
            throw invalid("\"" + field + "\" is missing");
        }
        return node.get(field);
    }

    private static int number(JsonNode node, String field) {
        JsonNode value = required(node, field);
        if (!value.isInt() || value.asInt() < 0) {
            throw invalid("\"" + field + "\" is " + value + ", expected a number from 0 on");
        }
        return value.asInt();
    }

    private static KatranException invalid(String message) {
        return new KatranException(ErrorCode.INVALID_ARGUMENT, message);
    }
}

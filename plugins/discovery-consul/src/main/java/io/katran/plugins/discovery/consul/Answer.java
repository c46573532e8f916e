package io.katran.plugins.discovery.consul;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.katran.api.IpAddress;
import io.katran.api.Real;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What Consul said.
 *
 * @param index the state of the catalogue that this is true of
 * @param reals one for each address, in the order of addresses
 */
record Answer(long index, List<Real> reals) {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final int SHOWN = 200;

    /**
     * @param weightKey the key of Meta that holds the weight
     * @throws IOException if it is not an answer, or any part of it makes no sense
     */
    static Answer of(HttpResponse<byte[]> response, Optional<String> weightKey) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException(
                    "answered with status "
                            + response.statusCode()
                            + ": "
                            + shown(response.body()));
        }
        return new Answer(index(response), reals(response.body(), weightKey));
    }

    private static long index(HttpResponse<?> response) throws IOException {
        String text = response.headers().firstValue("X-Consul-Index").orElse("none");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IOException("header X-Consul-Index: " + text + "; is this Consul?", e);
        }
    }

    private static List<Real> reals(byte[] body, Optional<String> weightKey) throws IOException {
        JsonNode instances = parse(body);
        if (!instances.isArray()) {
            throw new IOException("answered with something else than a list: " + shown(body));
        }
        // The balancer does not change ports, so two instances on one address are one real.
        Map<IpAddress, Integer> weights = new TreeMap<>();
        for (JsonNode instance : instances) {
            try {
                weights.merge(address(instance), weight(instance, weightKey), Math::max);
            } catch (IllegalArgumentException e) {
                throw new IOException(name(instance) + ": " + e.getMessage(), e);
            }
        }
        List<Real> reals = new ArrayList<>();
        weights.forEach((address, weight) -> reals.add(new Real(address, weight)));
        return List.copyOf(reals);
    }

    private static JsonNode parse(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new IOException("answered with broken JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static IpAddress address(JsonNode instance) {
        String own = instance.path("Service").path("Address").asText();
        String address = own.isEmpty() ? instance.path("Node").path("Address").asText() : own;
        if (address.isEmpty()) {
            throw new IllegalArgumentException("has neither Service.Address nor Node.Address");
        }
        return IpAddress.parse(address);
    }

    private static int weight(JsonNode instance, Optional<String> weightKey) {
        JsonNode service = instance.path("Service");
        @Nullable JsonNode meta = weightKey.map(service.path("Meta")::get).orElse(null);
        if (meta != null) {
            return whole("Service.Meta." + weightKey.get(), meta.asText());
        }
        String state = warns(instance) ? "Warning" : "Passing";
        JsonNode weight = service.path("Weights").path(state);
        return weight.isMissingNode() ? 1 : whole("Service.Weights." + state, weight.asText());
    }

    private static boolean warns(JsonNode instance) {
        List<String> states = instance.path("Checks").findValuesAsText("Status");
        return states.contains("warning") && !states.contains("critical");
    }

    private static int whole(String field, String text) {
        try {
            int weight = Integer.parseInt(text);
            if (weight >= 0) {
                return weight;
            }
        } catch (NumberFormatException e) {
            // The message below says what is allowed.
        }
        throw new IllegalArgumentException(
                field + ": \"" + text + "\" is not a whole number in 0.." + Real.MAX_WEIGHT);
    }

    private static String name(JsonNode instance) {
        return "instance \""
                + instance.path("Service").path("ID").asText()
                + "\" on node \""
                + instance.path("Node").path("Node").asText()
                + "\"";
    }

    private static String shown(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, SHOWN), UTF_8).strip();
        return text.replaceAll("\\p{Cntrl}+", " ");
    }
}

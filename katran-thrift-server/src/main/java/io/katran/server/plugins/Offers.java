package io.katran.server.plugins;

import io.katran.api.SettingsException;
import io.katran.spi.HealthCheckerFactory;
import io.katran.spi.ServiceDiscoveryFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What plugins offer, by type. A plugin with a name or type that is taken is quarantined. */
final class Offers {
    /** A factory and the plugin that it is of. */
    record Offer<F>(HostedPlugin plugin, F factory) {}

    private final Map<String, HostedPlugin> names = new HashMap<>();
    private final Map<String, Offer<HealthCheckerFactory>> healthChecks = new TreeMap<>();
    private final Map<String, Offer<ServiceDiscoveryFactory>> discoveries = new TreeMap<>();

    void add(HostedPlugin hosted) {
        var plugin = hosted.plugin();
        if (plugin == null || hosted.failure() != null) {
            return;
        }
        HostedPlugin first = names.putIfAbsent(hosted.name(), hosted);
        if (first != null) {
            hosted.quarantine("its name is taken by " + first, null);
            return;
        }
        try {
            Map<String, Offer<HealthCheckerFactory>> checks = new HashMap<>();
            Map<String, Offer<ServiceDiscoveryFactory>> finds = new HashMap<>();
            hosted.inItsLoader(
                    () -> {
                        plugin.healthCheckers()
                                .forEach(f -> checks.put(f.type(), new Offer<>(hosted, f)));
                        plugin.serviceDiscoveries()
                                .forEach(f -> finds.put(f.type(), new Offer<>(hosted, f)));
                        return true;
                    });
            if (isFree(hosted, "health check", checks, healthChecks)
                    && isFree(hosted, "discovery", finds, discoveries)) {
                healthChecks.putAll(checks);
                discoveries.putAll(finds);
            }
        } catch (Exception | LinkageError e) {
            hosted.quarantine("asking what it offers failed: " + e, e);
        }
    }

    private static <F> boolean isFree(
            HostedPlugin hosted,
            String kind,
            Map<String, Offer<F>> more,
            Map<String, Offer<F>> all) {
        for (String type : more.keySet()) {
            Offer<F> first = all.get(type);
            if (first != null) {
                hosted.quarantine(
                        kind + " \"" + type + "\" is offered by " + first.plugin() + " as well",
                        null);
                return false;
            }
        }
        return true;
    }

    /**
     * @throws SettingsException if nobody offers it
     */
    Offer<HealthCheckerFactory> healthCheck(String type, String origin) {
        return find("health-check", healthChecks, type, origin);
    }

    /**
     * @throws SettingsException if nobody offers it
     */
    Offer<ServiceDiscoveryFactory> discovery(String type, String origin) {
        return find("discovery", discoveries, type, origin);
    }

    private static <F> Offer<F> find(
            String kind, Map<String, Offer<F>> offers, String type, String origin) {
        Offer<F> offer = offers.get(type);
        String reason = offer == null ? "no plugin offers it" : failure(offer);
        if (offer == null || reason != null) {
            throw new SettingsException(
                    List.of(
                            "%s: %s.type: \"%s\": %s (there are: %s)"
                                    .formatted(origin, kind, type, reason, usable(offers))));
        }
        return offer;
    }

    private static @Nullable String failure(Offer<?> offer) {
        String failure = offer.plugin().failure();
        return failure == null ? null : "plugin " + offer.plugin() + " is not used: " + failure;
    }

    private static <F> String usable(Map<String, Offer<F>> offers) {
        List<String> types =
                offers.entrySet().stream()
                        .filter(offer -> offer.getValue().plugin().failure() == null)
                        .map(Map.Entry::getKey)
                        .toList();
        return types.isEmpty() ? "none" : String.join(", ", types);
    }

    List<String> typesOf(HostedPlugin plugin) {
        List<String> types = new ArrayList<>();
        healthChecks.forEach((type, offer) -> addIf(plugin, offer, "health-check " + type, types));
        discoveries.forEach((type, offer) -> addIf(plugin, offer, "discovery " + type, types));
        return types;
    }

    private static void addIf(
            HostedPlugin plugin, Offer<?> offer, String text, List<String> types) {
        if (Objects.equals(offer.plugin(), plugin)) {
            types.add(text);
        }
    }
}

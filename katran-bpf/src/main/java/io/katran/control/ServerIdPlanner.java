package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.control.Dataplane.Endpoint;
import io.katran.control.Dataplane.Server;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The part of a plan that is about server ids. The reals that they name have endpoints of their
 * own, which belong to no VIP; an id leads to two of them, one for each family of packets.
 */
final class ServerIdPlanner {
    private final Programmed held;
    private final Layout layout;
    private final DesiredState desired;
    private final boolean inSync;

    ServerIdPlanner(Programmed held, Layout layout, DesiredState desired) {
        this.held = held;
        this.layout = layout;
        this.desired = desired;
        inSync = held.areServerIdsInSync(desired);
    }

    /** Places the reals; returns whose region was looked at. */
    Set<Tenant.OfServerIds> arrange() {
        if (inSync || desired.serverIds().isEmpty()) {
            return Set.of();
        }
        Set<IpAddress> reals = new LinkedHashSet<>(desired.serverIds().values());
        for (Tenant.OfServerIds tenant : Tenant.OfServerIds.values()) {
            layout.arrange(tenant, reals);
        }
        return Tenant.OfServerIds.BOTH;
    }

    /** Ends the ids that are not wanted. */
    Optional<Step> removal() {
        if (inSync) {
            return Optional.empty();
        }
        Set<Integer> unwanted = new TreeSet<>(held.possibleServerIds());
        unwanted.removeAll(desired.serverIds().keySet());
        return unwanted.isEmpty()
                ? Optional.empty()
                : Optional.of(new Step.RemoveServerIds(unwanted));
    }

    /** The endpoints that there should be. */
    Map<Tenant, TreeMap<Integer, Endpoint>> endpoints() {
        Map<Tenant, TreeMap<Integer, Endpoint>> all = new LinkedHashMap<>();
        if (!inSync && !desired.serverIds().isEmpty()) {
            for (Tenant.OfServerIds tenant : Tenant.OfServerIds.values()) {
                TreeMap<Integer, Endpoint> endpoints = new TreeMap<>();
                for (Place.Id id : layout.place(tenant).liveIds()) {
                    endpoints.put(id.id(), endpoint(id.real()));
                }
                all.put(tenant, endpoints);
            }
        }
        return all;
    }

    private Endpoint endpoint(IpAddress real) {
        return new Endpoint(real, layout.number(real), Dataplane.ANY_VIP, desired.flagsOf(real));
    }

    /** Brings in the ids that are new or lead elsewhere. */
    Optional<Step> change() {
        if (inSync) {
            return Optional.empty();
        }
        Map<IpAddress, Server> servers = servers();
        TreeMap<Integer, Server> changed = new TreeMap<>();
        desired.serverIds()
                .forEach(
                        (id, real) -> {
                            if (!held.holdsServerId(id, servers.get(real))) {
                                changed.put(id, servers.get(real));
                            }
                        });
        return changed.isEmpty() ? Optional.empty() : Optional.of(new Step.PutServerIds(changed));
    }

    private Map<IpAddress, Server> servers() {
        Map<IpAddress, Server> servers = new HashMap<>();
        for (IpAddress real : new HashSet<>(desired.serverIds().values())) {
            servers.put(
                    real,
                    new Server(
                            layout.place(Tenant.OfServerIds.FOR_IPV4).idOf(real),
                            layout.place(Tenant.OfServerIds.FOR_IPV6).idOf(real)));
        }
        return servers;
    }
}

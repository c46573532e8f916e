package io.katran.control;

import io.katran.api.IpAddress;
import io.katran.api.KatranException;
import io.katran.api.VipKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Computes plans: a pure difference between what the data path holds and what it should hold.
 *
 * <p>The order of the steps lets every packet see a VIP either as it was or as it will be:
 *
 * <ol>
 *   <li>VIPs that go: their key, then what their number stands for; server ids that go;
 *   <li>endpoint ids that change owner: erased and purged from the connection table;
 *   <li>each VIP that changes: endpoints, then ring, region and flags by one store; server ids that
 *       change: endpoints, then the ids;
 *   <li>keys of new VIPs, when all that they lead to is there;
 *   <li>endpoints of reals that were removed, when no ring leads to them; their flows are placed
 *       anew. Flows of VIPs that went are purged.
 * </ol>
 */
final class Planner {
    private final Programmed held;
    private final EffectiveState target;
    private final Layout layout;
    private final Taint taint;
    private final List<Step> steps = new ArrayList<>();
    private final List<Step> puts = new ArrayList<>();
    private boolean unsettled = true;

    private Planner(Programmed held, Layout layout, EffectiveState target, Taint taint) {
        this.held = held;
        this.layout = layout;
        this.target = target;
        this.taint = taint;
    }

    /**
     * The plan to reach a target.
     *
     * @param layout is not changed; the plan carries the next one
     * @param taint what failed plans may have given flows: purged
     * @throws KatranException TOO_MANY_VIPS, TOO_MANY_REALS or TOO_MANY_ENDPOINTS
     */
    static Plan plan(
            Programmed held, Layout layout, EffectiveState target, Taint taint, long nowNanos) {
        return new Planner(held, layout.copy(nowNanos), target, taint).plan();
    }

    private Plan plan() {
        List<Place> removed = layout.retain(tenants());
        layout.numberReals(target.desired().references().keySet());
        List<EffectiveVip> changed =
                target.vips().values().stream().filter(vip -> !held.isInSync(vip)).toList();
        Set<Tenant> changedTenants = new LinkedHashSet<>();
        for (EffectiveVip vip : changed) {
            Tenant tenant = new Tenant.OfVip(vip.key());
            layout.arrange(tenant, vip.reals().stream().map(EffectiveReal::address).toList());
            changedTenants.add(tenant);
        }
        ServerIdPlanner serverIds = new ServerIdPlanner(held, layout, target.desired());
        changedTenants.addAll(serverIds.arrange());

        if (!held.holdsGatewayMac(target.desired().gatewayMac())) {
            steps.add(new Step.SetGatewayMac(target.desired().gatewayMac()));
        }
        boolean vipsGo = endRemoved();
        addReplacing(serverIds.removal());
        freeReclaimed();
        changed.forEach(this::change);
        serverIds.endpoints().forEach(this::writeEndpoints);
        addReplacing(serverIds.change());
        steps.addAll(puts);
        setAddresses();
        eraseUnwanted(removed, changedTenants);
        if (vipsGo) {
            // The next plan may give their numbers away.
            settle();
        }
        forgetFlows(removed);
        return new Plan(steps, layout, target);
    }

    private Set<Tenant> tenants() {
        Set<Tenant> tenants = new HashSet<>();
        target.vips().keySet().forEach(key -> tenants.add(new Tenant.OfVip(key)));
        if (!target.desired().serverIds().isEmpty()) {
            tenants.addAll(Tenant.OfServerIds.BOTH);
        }
        return tenants;
    }

    /** Adds a step after which packets under way may still follow what was before. */
    private void addReplacing(Optional<? extends Step> step) {
        step.ifPresent(
                s -> {
                    steps.add(s);
                    unsettled = true;
                });
    }

    /** Returns whether there are any. */
    private boolean endRemoved() {
        int stepsBefore = steps.size();
        Set<Integer> numbers = new HashSet<>();
        target.vips().keySet().forEach(key -> numbers.add(layout.place(key).number()));
        held.possibleVips().stream()
                .filter(key -> !target.vips().containsKey(key))
                .forEach(key -> steps.add(new Step.RemoveVip(key)));
        held.possibleWords().stream()
                .filter(number -> !numbers.contains(number))
                .forEach(number -> steps.add(new Step.Unpublish(number)));
        return steps.size() > stepsBefore;
    }

    private void freeReclaimed() {
        Set<Integer> ids = layout.reclaimed();
        if (ids.isEmpty()) {
            return;
        }
        settle();
        erase(ids);
        steps.add(new Step.PurgeFlows(ids, Set.of()));
    }

    private void change(EffectiveVip vip) {
        Place place = layout.place(vip.key());
        writeEndpoints(new Tenant.OfVip(vip.key()), wantedEndpoints(vip, place));
        Word word = Word.of(vip, place);
        if (isNew(vip) || !held.holdsWord(place.number(), word)) {
            steps.add(new Step.Publish(vip.key(), place.number(), word));
            unsettled = true;
        }
        if (isNew(vip)) {
            puts.add(new Step.PutVip(vip.key(), place.number()));
        }
    }

    private boolean isNew(EffectiveVip vip) {
        return !held.holdsVip(vip.key(), layout.place(vip.key()).number());
    }

    private TreeMap<Integer, Dataplane.Endpoint> wantedEndpoints(EffectiveVip vip, Place place) {
        Map<IpAddress, EffectiveReal> reals =
                vip.reals().stream().collect(Collectors.toMap(EffectiveReal::address, r -> r));
        TreeMap<Integer, Dataplane.Endpoint> wanted = new TreeMap<>();
        for (Place.Id id : place.liveIds()) {
            EffectiveReal real = reals.get(id.real());
            wanted.put(
                    id.id(),
                    new Dataplane.Endpoint(
                            id.real(), layout.number(id.real()), place.number(), real.flags()));
        }
        return wanted;
    }

    private void writeEndpoints(Tenant tenant, TreeMap<Integer, Dataplane.Endpoint> wanted) {
        Set<Integer> reclaimed = layout.reclaimed();
        wanted.entrySet()
                .removeIf(
                        entry ->
                                held.holdsEndpoint(entry.getKey(), entry.getValue())
                                        && !reclaimed.contains(entry.getKey()));
        for (Region run : runs(wanted.keySet())) {
            List<Dataplane.Endpoint> endpoints =
                    List.copyOf(wanted.subMap(run.base(), run.end()).values());
            steps.add(new Step.WriteEndpoints(tenant, run.base(), endpoints));
        }
    }

    private void setAddresses() {
        Set<IpAddress> addresses =
                target.vips().keySet().stream()
                        .map(VipKey::address)
                        .collect(Collectors.toUnmodifiableSet());
        if (!held.holdsAddresses(addresses)) {
            steps.add(new Step.SetVipAddresses(addresses));
        }
    }

    private void eraseUnwanted(List<Place> removed, Set<Tenant> changed) {
        TreeSet<Integer> unwanted = new TreeSet<>();
        removed.forEach(place -> unwanted.addAll(place.allIds()));
        changed.forEach(tenant -> unwanted.addAll(layout.place(tenant).allIds()));
        if (held.isDirty()) {
            unwanted.addAll(held.possibleEndpoints());
        }
        changed.forEach(tenant -> unwanted.removeAll(layout.place(tenant).livingIds()));
        unwanted.removeAll(layout.reclaimed());
        unwanted.removeIf(id -> !held.mayHoldEndpoint(id));
        if (!unwanted.isEmpty()) {
            settle();
            erase(unwanted);
        }
    }

    private void forgetFlows(List<Place> removed) {
        TreeSet<Integer> ids = new TreeSet<>(taint.ids());
        TreeSet<Integer> vips = new TreeSet<>();
        if (layout.hasSharedEndpoints()) {
            // Their flows may be remembered at endpoints that stay.
            vips.addAll(taint.vips());
            removed.forEach(place -> vips.add(place.number()));
            vips.remove(Dataplane.ANY_VIP);
        }
        if (!ids.isEmpty() || !vips.isEmpty()) {
            // What lives was written with the real that it has.
            for (Tenant tenant : tenants()) {
                Place place = layout.place(tenant);
                if (!ids.isEmpty()) {
                    ids.removeAll(place.livingIds());
                }
                vips.remove(place.number());
            }
        }
        removed.forEach(place -> ids.addAll(place.allIds()));
        if (!ids.isEmpty() || !vips.isEmpty()) {
            steps.add(new Step.PurgeFlows(ids, vips));
        }
    }

    /** Packets under way may follow what this plan or one just before it replaced. */
    private void settle() {
        if (unsettled) {
            steps.add(new Step.Settle());
            unsettled = false;
        }
    }

    private void erase(Collection<Integer> ids) {
        List<Integer> present = ids.stream().filter(held::mayHoldEndpoint).toList();
        for (Region run : runs(new TreeSet<>(present))) {
            steps.add(new Step.EraseEndpoints(run.base(), run.size()));
        }
    }

    /** Cuts ascending ids into regions without gaps. */
    static List<Region> runs(Collection<Integer> ascending) {
        List<Region> runs = new ArrayList<>();
        for (int id : ascending) {
            int last = runs.size() - 1;
            if (last >= 0 && runs.get(last).end() == id) {
                runs.set(last, new Region(runs.get(last).base(), runs.get(last).size() + 1));
            } else {
                runs.add(new Region(id, 1));
            }
        }
        return runs;
    }
}

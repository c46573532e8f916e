package io.katran.benchmark.datapath;

import io.katran.api.IpAddress;
import io.katran.api.RealFlags;
import io.katran.benchmark.datapath.Fleet.FleetVip;
import io.katran.bpf.BpfProgram;
import io.katran.control.Dataplane;
import io.katran.control.Dataplane.Endpoint;
import io.katran.control.Dataplane.GlobalCounts;
import io.katran.dataplane.bpf.UnattachedInstance;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Our balancer, provisioned through its own data-path port. */
final class KatranSubject implements Subject {
    static final String NAME = "katran";

    private final UnattachedInstance instance;

    private KatranSubject(UnattachedInstance instance) {
        this.instance = instance;
    }

    static KatranSubject open(int cpu, int tableEntries) {
        KatranSubject subject = new KatranSubject(UnattachedInstance.open(cpu, tableEntries));
        subject.provision();
        return subject;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BpfProgram program() {
        return instance.program();
    }

    @Override
    public void set(NewFlows state) {
        instance.session()
                .setNewFlowCount(
                        state == NewFlows.LIMIT_REACHED ? UnattachedInstance.NEW_FLOW_LIMIT : 0);
    }

    @Override
    public Map<String, Long> counters() {
        GlobalCounts counts = instance.session().dataplane().readGlobalCounts();
        Map<String, Long> all = new HashMap<>(counts.events());
        counts.exits().forEach((exit, count) -> all.put(exit, count.packets()));
        return all;
    }

    @Override
    public void close() {
        instance.close();
    }

    private void provision() {
        Dataplane dataplane = instance.session().dataplane();
        dataplane.setGatewayMac(Fleet.GATEWAY);
        for (FleetVip vip : Fleet.VIPS) {
            int region = 1 + vip.number() * Fleet.REALS_PER_VIP;
            dataplane.writeEndpoints(region, endpoints(vip));
            dataplane.writeRing(vip.number(), vip.ring());
            dataplane.publish(vip.number(), vip.number(), region, vip.flags());
            dataplane.putVip(vip.key(), vip.number());
        }
        dataplane.setVipAddresses(
                Fleet.VIPS.stream().map(vip -> vip.key().address()).collect(Collectors.toSet()));
    }

    private static List<Endpoint> endpoints(FleetVip vip) {
        List<Endpoint> endpoints = new ArrayList<>();
        int real = 1 + vip.firstReal();
        for (IpAddress address : vip.reals()) {
            endpoints.add(new Endpoint(address, real++, vip.number(), RealFlags.NONE));
        }
        return endpoints;
    }
}

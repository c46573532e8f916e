package io.katran.benchmark.datapath;

import io.katran.bpf.BpfProgram;
import io.katran.control.Balancer;
import io.katran.control.BalancerSettings;
import io.katran.control.Dataplane.GlobalCounts;
import io.katran.dataplane.bpf.UnattachedInstance;
import java.util.HashMap;
import java.util.Map;

/** Our balancer: its program, and the brain that tells the program what to do. */
final class KatranSubject implements Subject {
    static final String NAME = "katran";

    private static final int MAX_REALS = 4096;
    private static final int MAX_SERVER_IDS = 16_777_214;

    private final UnattachedInstance instance;
    private final Balancer balancer;

    private KatranSubject(UnattachedInstance instance) {
        this.instance = instance;
        this.balancer =
                new Balancer(
                        instance.session().dataplane(),
                        new BalancerSettings(Fleet.GATEWAY, MAX_REALS, MAX_SERVER_IDS));
    }

    static KatranSubject open(int cpu, int tableEntries) {
        KatranSubject subject = new KatranSubject(UnattachedInstance.open(cpu, tableEntries));
        Fleet.VIPS.forEach(vip -> subject.balancer.addVip(vip.toVip()));
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
        balancer.close();
        instance.close();
    }
}

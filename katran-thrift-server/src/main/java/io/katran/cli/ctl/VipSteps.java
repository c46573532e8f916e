package io.katran.cli.ctl;

import io.katran.api.VipFlags;
import io.katran.api.VipKey;
import io.katran.thrift.Vip;
import io.katran.thrift.VipMeta;
import java.util.ArrayList;
import java.util.List;

/** Actions on VIPs. */
final class VipSteps {
    private static final String DONE = "Vip modified";
    private static final long GONE = -1;

    private VipSteps() {}

    static Step add(VipKey key, VipFlags flags) {
        return (server, out) -> {
            out.say("Adding service: " + service(key));
            boolean done = server.addVip(new VipMeta(wire(key), wire(flags)));
            RefusedException.unless(done, "adding VIP " + key);
            out.say(DONE);
        };
    }

    static Step edit(VipKey key, VipFlags flags, boolean set) {
        return (server, out) -> {
            out.say("Adding service: " + service(key));
            VipMeta meta = new VipMeta(wire(key), wire(flags)).setSetFlag(set);
            RefusedException.unless(server.modifyVip(meta), "changing flags of VIP " + key);
            out.say(DONE);
        };
    }

    static Step delete(VipKey key) {
        return (server, out) -> {
            out.say("Deleting service: " + service(key));
            RefusedException.unless(server.delVip(wire(key)), "deleting VIP " + key);
            out.say(DONE);
        };
    }

    static Step list() {
        return (server, out) -> {
            List<Vip> all = new ArrayList<>(server.getAllVips());
            all.sort(ListedVip.ORDER);
            List<ListedVip> listed = new ArrayList<>();
            for (Vip vip : all) {
                long flags = server.getVipFlags(vip);
                // Somebody may delete a VIP meanwhile.
                if (flags != GONE) {
                    VipFlags known = new VipFlags((int) flags);
                    listed.add(new ListedVip(vip, known, server.getRealsForVip(vip)));
                }
            }
            out.vips(listed);
        };
    }

    /** {@code 10.200.1.1:80 tcp}. */
    private static String service(VipKey key) {
        return new HostPort(key.address().toString(), key.port()) + " " + key.protocol();
    }

    static Vip wire(VipKey key) {
        return new Vip(key.address().toString(), key.port(), key.protocol().number());
    }

    private static long wire(VipFlags flags) {
        return Integer.toUnsignedLong(flags.bits());
    }
}

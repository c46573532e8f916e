package io.katran.cli.ctl;

import io.katran.api.IpAddress;
import io.katran.api.RealFlags;
import io.katran.api.VipKey;
import io.katran.thrift.Action;
import io.katran.thrift.Real;
import io.katran.thrift.RealMeta;
import java.util.List;
import java.util.stream.Collectors;

/** Actions on the reals of a VIP. */
final class RealSteps {
    private static final String DONE = "Reals modified";

    private RealSteps() {}

    /** Adds reals, or gives them another weight: to the protocol this is the same. */
    static Step put(VipKey key, List<IpAddress> reals, int weight, RealFlags flags) {
        return modify(Action.ADD, "adding", key, wire(reals, weight, flags));
    }

    static Step delete(VipKey key, List<IpAddress> reals) {
        return modify(Action.DEL, "deleting", key, wire(reals, 0, RealFlags.NONE));
    }

    private static Step modify(Action action, String verb, VipKey key, List<Real> reals) {
        return (server, out) -> {
            boolean done = server.modifyRealsForVip(action, reals, VipSteps.wire(key));
            RefusedException.unless(
                    done,
                    verb
                            + " "
                            + reals.stream().map(Real::getAddress).collect(Collectors.joining(", "))
                            + " of VIP "
                            + key);
            out.say(DONE);
        };
    }

    private static List<Real> wire(List<IpAddress> reals, int weight, RealFlags flags) {
        return reals.stream()
                .map(address -> new Real(address.toString(), weight, flags.bits()))
                .toList();
    }

    /** Sets or clears flags of reals, wherever they serve. */
    static Step edit(List<IpAddress> reals, RealFlags flags, boolean set) {
        return (server, out) -> {
            for (IpAddress real : reals) {
                RealMeta meta = new RealMeta(real.toString(), flags.bits()).setSetFlag(set);
                RefusedException.unless(server.modifyReal(meta), "changing flags of real " + real);
            }
            out.say(DONE);
        };
    }
}

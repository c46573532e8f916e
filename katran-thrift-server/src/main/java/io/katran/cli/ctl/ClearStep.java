package io.katran.cli.ctl;

import io.katran.thrift.KatranService;
import io.katran.thrift.Vip;
import java.util.ArrayList;
import java.util.List;
import org.apache.thrift.TException;

/** Deletes all VIPs, then all marks. What is refused does not keep the rest. */
final class ClearStep implements Step {
    @Override
    public void run(KatranService.Iface server, Printer out) throws TException, RefusedException {
        List<String> refused = new ArrayList<>();
        out.say("Deleting Vips");
        List<Vip> vips = new ArrayList<>(server.getAllVips());
        vips.sort(ListedVip.ORDER);
        for (Vip vip : vips) {
            if (!server.delVip(vip)) {
                refused.add(
                        "VIP "
                                + new HostPort(vip.getAddress(), vip.getPort())
                                + "/"
                                + ListedVip.protocol(vip));
                out.say("error while deleting vip: " + vip.getAddress());
            }
        }
        out.say("Deleting Healthchecks");
        for (Mark mark : MarkSteps.marks(server)) {
            if (!server.delHealthcheckerDst((int) mark.mark())) {
                refused.add("mark " + mark.mark());
                out.say("error while deleting healthcheck: " + mark.mark());
            }
        }
        RefusedException.unless(refused.isEmpty(), "deleting " + String.join(", ", refused));
    }
}

package io.katran.cli.ctl;

import io.katran.api.MacAddress;
import io.katran.thrift.Mac;

/** Actions on the MAC address of the next hop. */
final class MacSteps {
    private MacSteps() {}

    static Step show() {
        return (server, out) -> out.mac(server.getMac().getMac());
    }

    static Step change(MacAddress mac) {
        return (server, out) -> {
            boolean done = server.changeMac(new Mac(mac.toString()));
            RefusedException.unless(done, "changing the MAC address to " + mac);
            out.say("Mac address changed!");
        };
    }
}

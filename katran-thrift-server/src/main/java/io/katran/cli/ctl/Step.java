package io.katran.cli.ctl;

import io.katran.thrift.KatranService;
import org.apache.thrift.TException;

/** What one call of the command does, once its arguments are known to be good. */
@FunctionalInterface
interface Step {
    /**
     * @throws TException if the server does not answer
     * @throws RefusedException if it answers no
     */
    void run(KatranService.Iface server, Printer out) throws TException, RefusedException;
}

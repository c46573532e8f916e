package io.katran.spi;

import io.katran.api.Real;
import java.util.List;

/** Takes what a discovery finds. Thread-safe; calls return at once. */
public interface DiscoveryListener {

    /** The VIP has exactly these reals now. */
    void found(List<Real> reals);

    /**
     * The source cannot be read or makes no sense; the last good reals stay.
     *
     * @param reason names the source, the place in it and what is wrong
     */
    void failed(String reason);
}

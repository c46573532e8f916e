package io.katran.spi;

/** Finds the reals of one VIP and reports every change. */
public interface ServiceDiscovery extends AutoCloseable {

    /** Starts looking; may take 5 s. The first result may be reported before it returns. */
    void start();

    /** Stops looking; nothing is reported after it returns. */
    @Override
    void close();
}

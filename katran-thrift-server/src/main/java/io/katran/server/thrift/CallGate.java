package io.katran.server.thrift;

import org.apache.thrift.transport.TTransportException;

/**
 * What a connection wants to know of a request's progress; each step may be refused because the
 * connection is closed.
 */
interface CallGate {

    /** The request is read and is going to be executed. */
    void running() throws TTransportException;

    /** The reply is going to be written. */
    void replying() throws TTransportException;
}

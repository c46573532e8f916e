/**
 * The management port: accepts Thrift clients of several dialects on one port and hands their calls
 * to a handler.
 *
 * <p>A connection's way through the package: {@link io.katran.server.thrift.ThriftServer} listens,
 * {@code Connection} owns the socket and its thread, {@code Framing} recognises the dialect from
 * the first bytes, a {@code MessageTransport} reads whole requests within limits, and {@code
 * MessageDispatcher} calls the handler and answers.
 */
@NullMarked
package io.katran.server.thrift;

import org.jspecify.annotations.NullMarked;

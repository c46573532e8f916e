package io.katran.server.thrift;

import java.util.Map;
import org.apache.thrift.ProcessFunction;
import org.apache.thrift.TApplicationException;
import org.apache.thrift.TBase;
import org.apache.thrift.TBaseProcessor;
import org.apache.thrift.TException;
import org.apache.thrift.TSerializable;
import org.apache.thrift.protocol.TMessage;
import org.apache.thrift.protocol.TMessageType;
import org.apache.thrift.protocol.TProtocol;
import org.apache.thrift.protocol.TProtocolException;
import org.apache.thrift.protocol.TProtocolUtil;
import org.apache.thrift.protocol.TType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a request, calls the handler, writes the reply.
 *
 * <p>It does what the generated processor's own {@code process} does, but tells the three steps
 * apart: a request is read whole before it is executed, so that a server that stops never abandons
 * a call halfway, and a handler's failure is never taken for the client's. Thread-safe if the
 * handler is.
 */
@SuppressWarnings("rawtypes") // as in the signatures of TBaseProcessor
final class MessageDispatcher<I> {

    private static final Logger log = LoggerFactory.getLogger(MessageDispatcher.class);

    /** Stands for a request whose name and number cannot be read. */
    private static final TMessage UNREADABLE = new TMessage("", TMessageType.CALL, 0);

    private final I handler;
    private final Map<String, ProcessFunction<I, ? extends TBase, ? extends TBase>> functions;

    MessageDispatcher(TBaseProcessor<I> processor, I handler) {
        this.handler = handler;
        this.functions = processor.getProcessMapView();
    }

    /**
     * Serves one request, whose first byte is there.
     *
     * @throws TException if the connection cannot go on
     */
    void serve(MessageTransport transport, CallGate gate) throws TException {
        try {
            transport.beginRequest();
        } catch (TApplicationException e) {
            transport.endRequest();
            reply(transport, gate, UNREADABLE, TMessageType.EXCEPTION, e);
            return;
        }
        serveBegun(transport, gate);
    }

    private void serveBegun(MessageTransport transport, CallGate gate) throws TException {
        TProtocol protocol = transport.protocol();
        protocol.reset();
        TMessage call = protocol.readMessageBegin();
        if (call.type != TMessageType.CALL && call.type != TMessageType.ONEWAY) {
            throw new TProtocolException(
                    TProtocolException.INVALID_DATA,
                    "message type " + call.type + " is neither a call nor one-way");
        }
        ProcessFunction<I, ? extends TBase, ? extends TBase> function = functions.get(call.name);
        if (function == null) {
            skip(protocol);
            transport.endRequest();
            reply(transport, gate, call, TMessageType.EXCEPTION, unknownMethod(call));
            return;
        }
        serve(function, call, transport, gate);
    }

    private <A extends TBase> void serve(
            ProcessFunction<I, A, ? extends TBase> function,
            TMessage call,
            MessageTransport transport,
            CallGate gate)
            throws TException {
        A arguments = function.getEmptyArgsInstance();
        try {
            readArguments(arguments, transport.protocol());
        } catch (TException | RuntimeException e) {
            if (!transport.knowsWhereRequestsEnd()) {
                throw e;
            }
            reply(transport, gate, call, TMessageType.EXCEPTION, malformed(e));
            return;
        } finally {
            transport.endRequest();
        }
        gate.running();
        execute(function, arguments, call, transport, gate);
    }

    private <A extends TBase> void execute(
            ProcessFunction<I, A, ? extends TBase> function,
            A arguments,
            TMessage call,
            MessageTransport transport,
            CallGate gate)
            throws TException {
        byte type = TMessageType.REPLY;
        TSerializable result;
        try {
            result = function.getResult(handler, arguments);
        } catch (TException | RuntimeException e) {
            log.error("{} failed, the client gets INTERNAL_ERROR", call.name, e);
            type = TMessageType.EXCEPTION;
            result = internalError(call);
        }
        if (!function.isOneway()) {
            reply(transport, gate, call, type, result);
        }
    }

    private static void readArguments(TBase arguments, TProtocol protocol) throws TException {
        arguments.read(protocol);
        protocol.readMessageEnd();
    }

    private static void skip(TProtocol protocol) throws TException {
        TProtocolUtil.skip(protocol, TType.STRUCT);
        protocol.readMessageEnd();
    }

    private static void reply(
            MessageTransport transport,
            CallGate gate,
            TMessage call,
            byte type,
            TSerializable result)
            throws TException {
        TProtocol protocol = transport.protocol();
        protocol.reset();
        transport.beginReply();
        protocol.writeMessageBegin(new TMessage(call.name, type, call.seqid));
        result.write(protocol);
        protocol.writeMessageEnd();
        gate.replying();
        transport.flush();
    }

    private static TApplicationException unknownMethod(TMessage call) {
        String name = LogText.printable(call.name);
        log.debug("unknown method {}", name);
        return new TApplicationException(
                TApplicationException.UNKNOWN_METHOD, "unknown method '" + name + "'");
    }

    private static TApplicationException malformed(Exception e) {
        return new TApplicationException(
                TApplicationException.PROTOCOL_ERROR,
                "the arguments cannot be read: "
                        + LogText.printable(String.valueOf(e.getMessage())));
    }

    private static TApplicationException internalError(TMessage call) {
        return new TApplicationException(
                TApplicationException.INTERNAL_ERROR,
                "internal error in " + call.name + "; see the server's log");
    }
}

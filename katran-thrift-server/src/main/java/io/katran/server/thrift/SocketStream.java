package io.katran.server.thrift;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import org.apache.thrift.transport.TTransportException;

/**
 * Buffered bytes of a socket, some of which can be looked at before they are read. Used by one
 * thread.
 */
final class SocketStream {

    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[8192];
    private int position;
    private int end;

    SocketStream(Socket socket) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /**
     * Waits for a byte without taking it.
     *
     * @return false if the client has closed its side
     */
    boolean awaitByte() throws TTransportException {
        return end > position || fill();
    }

    /** Looks at the next bytes, at most the size of a framing's head, without taking them. */
    byte[] peek(int count) throws TTransportException {
        while (end - position < count) {
            if (!fill()) {
                throw endOfStream();
            }
        }
        byte[] head = new byte[count];
        System.arraycopy(buffer, position, head, 0, count);
        return head;
    }

    /** Reads 1 to {@code length} bytes. */
    int read(byte[] target, int offset, int length) throws TTransportException {
        if (!awaitByte()) {
            throw endOfStream();
        }
        int count = Math.min(length, end - position);
        System.arraycopy(buffer, position, target, offset, count);
        position += count;
        return count;
    }

    void readFully(byte[] target, int offset, int length) throws TTransportException {
        for (int done = 0; done < length; ) {
            done += read(target, offset + done, length - done);
        }
    }

    void write(byte[] bytes, int length) throws TTransportException {
        try {
            out.write(bytes, 0, length);
        } catch (IOException e) {
            throw new TTransportException(TTransportException.UNKNOWN, e);
        }
    }

    private boolean fill() throws TTransportException {
        System.arraycopy(buffer, position, buffer, 0, end - position);
        end -= position;
        position = 0;
        try {
            int count = in.read(buffer, end, buffer.length - end);
            end += Math.max(count, 0);
            return count > 0;
        } catch (IOException e) {
            throw new TTransportException(TTransportException.UNKNOWN, e);
        }
    }

    private static TTransportException endOfStream() {
        return new TTransportException(
                TTransportException.END_OF_FILE, "the client closed within a request");
    }
}

package io.katran.cli.lab;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One TCP connection to a real, over which its name can be asked for any number of times. Every
 * step ends within three seconds. For one thread.
 */
final class HttpConnection implements AutoCloseable {
    private static final int TIMEOUT_MS = 3_000;
    private static final int MAX_LINE = 1_024;
    private static final int MAX_BODY = 1_024;
    private static final String LENGTH = "content-length:";

    private final Socket socket = new Socket();
    private final InputStream in;

    HttpConnection(InetSocketAddress target) throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MS);
            socket.connect(target, TIMEOUT_MS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Asks who is at the other end, and keeps the connection. */
    String ask() throws IOException {
        return ask("keep-alive");
    }

    /** Asks for the last time: the real then closes the connection, and keeps its TIME_WAIT. */
    String askAndPart() throws IOException {
        String identity = ask("close");
        if (in.read() >= 0) {
            throw new IOException("more data after the answer");
        }
        return identity;
    }

    private String ask(String connection) throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: lab\r\nConnection: " + connection + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        String status = readLine();
        if (!status.startsWith("HTTP/1.1 200")) {
            throw new IOException("unexpected answer \"" + status + "\"");
        }
        int length = 0;
        for (String line = readLine(); !line.isEmpty(); line = readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
                length = Integer.parseInt(line.substring(LENGTH.length()).strip());
            }
        }
        if (length > MAX_BODY) {
            throw new IOException("an answer of " + length + " bytes does not come from a real");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("the connection ended inside an answer");
        }
        return new String(body, StandardCharsets.UTF_8).strip();
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < MAX_LINE) {
            int next = in.read();
            if (next < 0) {
                throw new EOFException("the connection ended before an answer");
            }
            if (next == '\n') {
                return line.toString().stripTrailing();
            }
            line.append((char) next);
        }
        throw new IOException("a header line is longer than " + MAX_LINE + " bytes");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

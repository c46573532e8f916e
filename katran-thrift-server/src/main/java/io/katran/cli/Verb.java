package io.katran.cli;

import java.util.concurrent.Callable;

/**
 * A verb that another jar adds to the command line: a picocli command, listed in {@code
 * META-INF/services/io.katran.cli.Verb}. It answers its exit status, see {@link KatranCommand}.
 */
public interface Verb extends Callable<Integer> {}

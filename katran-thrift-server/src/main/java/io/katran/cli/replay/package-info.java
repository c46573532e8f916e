/**
 * {@code katran replay}: runs packets through the real program without attaching it.
 *
 * <p>A reader turns the input into steps, the run carries them out on one program instance, a
 * writer takes the outcomes. Both sides have two formats: JSON lines and pcap.
 */
@NullMarked
package io.katran.cli.replay;

import org.jspecify.annotations.NullMarked;

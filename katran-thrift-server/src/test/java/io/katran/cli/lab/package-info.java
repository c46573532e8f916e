/** Tests of the lab. Those with the tag {@code netns} need root and make namespaces. */
@NullMarked
package io.katran.cli.lab;

import org.jspecify.annotations.NullMarked;

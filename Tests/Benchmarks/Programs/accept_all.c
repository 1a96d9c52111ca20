/* A responder for smtpd(8) behind spawn(8) that accepts every AUTH PLAIN with an initial response: the floor for
 * `postsms auth`. */

#include <stdio.h>
#include <string.h>

int main(void)
{
    char line[8192], id[16];

    printf("VERSION\t1\t1\nMECH\tPLAIN\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t00\nDONE\n");
    fflush(stdout);
    while (fgets(line, sizeof line, stdin)) {
        if (sscanf(line, "AUTH\t%15[0-9]", id) != 1) continue;
        printf("OK\t%s\tuser=anyone\n", id);
        fflush(stdout);
    }
    return 0;
}

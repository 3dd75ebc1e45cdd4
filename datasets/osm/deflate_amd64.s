#include "go_asm.h"
#include "textflag.h"

// Registers:
//
//	SI  next byte of the input       R12 where to stop reading
//	DI  next byte of the output      R13 where to stop writing
//	R8  bits in hand, lowest first   R9  how many, in the lowest six bits
//	R10 table of lengths             R11 table of offsets
//	R14 output                       AX  entry

// REFILL brings at least 56 bits to hand.
#define REFILL \
	MOVQ  (SI), BX    \
	SHLXQ R9, BX, BX  \
	ORQ   BX, R8      \
	MOVL  R9, BX      \
	NOTL  BX          \
	SHRL  $3, BX      \
	ANDL  $7, BX      \
	ADDQ  BX, SI      \
	ORL   $56, R9

// LOOK takes the entry of the next literals or length.
#define LOOK \
	MOVL R8, AX                       \
	ANDL $(1<<const_lengthBits-1), AX \
	MOVL (R10)(AX*4), AX

// PUT writes one or two literals.
#define PUT \
	SHRXQ AX, R8, R8              \
	SUBL  AX, R9                  \
	MOVL  AX, BX                  \
	SHRL  $const_entryValue, AX   \
	MOVW  AX, (DI)                \
	SHRL  $const_entryExtra, BX   \
	ANDL  $3, BX                  \
	ADDQ  BX, DI

// func fastBlock(d *deflated) bool
TEXT ·fastBlock(SB), NOSPLIT, $0-9
	MOVQ d+0(FP), DX
	MOVQ deflated_in(DX), SI
	MOVQ SI, R12
	ADDQ deflated_in+8(DX), R12
	SUBQ $24, R12                    // two refills
	ADDQ deflated_pos(DX), SI
	MOVQ deflated_out(DX), R14
	MOVQ R14, DI
	ADDQ deflated_at(DX), DI
	MOVQ R14, R13
	ADDQ deflated_size(DX), R13
	SUBQ $264, R13                   // six literals and the longest copy
	MOVQ deflated_hand(DX), R8
	MOVQ deflated_held(DX), R9
	MOVQ (deflated_lengths+table_entries)(DX), R10
	MOVQ (deflated_offsets+table_entries)(DX), R11

next:
	CMPQ SI, R12
	JA   done
	CMPQ DI, R13
	JA   done
	REFILL
	LOOK
	TESTL $const_isLiteral, AX
	JZ    other
	PUT
	LOOK
	TESTL $const_isLiteral, AX
	JZ    other
	PUT
	LOOK
	TESTL $const_isLiteral, AX
	JZ    other
	PUT
	JMP   next

other:
	TESTL $(const_isSecond|const_isEnd), AX
	JZ    length
	TESTL $const_isEnd, AX
	JNZ   done
	MOVL  AX, BX
	SHRL  $const_entryExtra, BX
	ANDL  $31, BX
	SHRL  $const_entryValue, AX
	MOVQ  R8, CX
	SHRQ  $const_lengthBits, CX
	BZHIQ BX, CX, CX
	ADDQ  CX, AX
	MOVL  (R10)(AX*4), AX
	TESTL $const_isEnd, AX
	JNZ   done
	TESTL $const_isLiteral, AX
	JZ    length
	PUT
	JMP   next

length:
	TESTL AX, AX
	JZ    damaged
	SHRXQ AX, R8, R8
	SUBL  AX, R9
	MOVL  AX, BX
	SHRL  $const_entryExtra, BX      // no kinds: the value stands above 8 bits
	ANDL  $31, BX
	SHRL  $const_entryValue, AX
	BZHIQ BX, R8, CX
	ADDQ  AX, CX                     // length
	SHRXQ BX, R8, R8
	SUBL  BX, R9
	ANDL  $63, R9
	REFILL
	MOVL  R8, AX
	ANDL  $(1<<const_offsetBits-1), AX
	MOVL  (R11)(AX*4), AX
	TESTL $const_isSecond, AX
	JZ    offset
	MOVL  AX, BX
	SHRL  $const_entryExtra, BX
	ANDL  $31, BX
	SHRL  $const_entryValue, AX
	MOVQ  R8, DX
	SHRQ  $const_offsetBits, DX
	BZHIQ BX, DX, DX
	ADDQ  DX, AX
	MOVL  (R11)(AX*4), AX

offset:
	TESTL AX, AX
	JZ    damaged
	TESTL $const_isEnd, AX
	JNZ   damaged
	SHRXQ AX, R8, R8
	SUBL  AX, R9
	MOVL  AX, BX
	SHRL  $const_entryExtra, BX
	ANDL  $31, BX
	SHRL  $const_entryValue, AX
	BZHIQ BX, R8, DX
	ADDQ  AX, DX                     // offset
	SHRXQ BX, R8, R8
	SUBL  BX, R9
	ANDL  $63, R9
	MOVQ  DI, BX
	SUBQ  DX, BX                     // from
	CMPQ  BX, R14
	JB    damaged
	ADDQ  DI, CX                     // to
	CMPQ  DX, $8
	JB    near
	MOVQ  (BX), AX
	MOVQ  AX, (DI)
	MOVQ  8(BX), AX
	MOVQ  AX, 8(DI)
	MOVQ  16(BX), AX
	MOVQ  AX, 16(DI)
	ADDQ  $24, DI
	CMPQ  DI, CX
	JAE   copied
	ADDQ  $24, BX

words:
	MOVQ (BX), AX
	MOVQ AX, (DI)
	ADDQ $8, BX
	ADDQ $8, DI
	CMPQ DI, CX
	JB   words

copied:
	MOVQ CX, DI
	JMP  next

near:
	MOVQ (BX), AX                    // the first of them count
	MOVQ AX, (DI)
	ADDQ DX, BX
	ADDQ DX, DI
	CMPQ DI, CX
	JB   near
	MOVQ CX, DI
	JMP  next

done:
	MOVQ d+0(FP), DX
	ANDL $63, R9
	SUBQ deflated_in(DX), SI
	SUBQ R14, DI
	MOVQ R8, deflated_hand(DX)
	MOVQ R9, deflated_held(DX)
	MOVQ SI, deflated_pos(DX)
	MOVQ DI, deflated_at(DX)
	MOVB $1, ret+8(FP)
	RET

damaged:
	MOVB $0, ret+8(FP)
	RET

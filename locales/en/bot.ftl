# The frame of a message on Zalo or Telegram.
#   $title     heading
#   $full      full text
#   $issuer    the authority that speaks
#   $document  number of the document or bulletin
#   $code      code to check the notice with ("KT <code>")
chat-notice =
    { $title }

    { $full }

    { $issuer } – no. { $document }
    Verification code: { $code }

## What is filled into a text (SMS, Zalo, Telegram), with a name and without

#   $name  the first of the household, or the reader
reader-household = the household of { $name }
reader-family = your household
reader-nameless = neighbour
reader-nowhere = your commune

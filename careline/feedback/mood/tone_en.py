"""English: words and pairs of words, plainly spelt, by how much more upset (or calm, below 0) mails hold them."""

TONE = {
    2.9: "money",
    2.7: "i want",
    2.5: "and your",
    2.4: "front,front of,in front,my money",
    2.3: "and i,have had,his,home,i don't",
    2.2: "i will",
    2.1: "apology,hear from,never,the phone,word",
    1.9: "are you,because your,claims,done,ever,food,for it,gone,gos,him,kind of,lie,make,"
    "man,my solicitor,not one,pay for,solicitor,stood,the day,then,with your,worst,"
    "you people,yourselves",
    1.8: "and you,pay",
    1.7: "absolutely,and not,and now,and then,beyond,drove,eleven,feel,flat was,give me,hope,"
    "i feel,i hope,i've had,if this,in may,internet,is in,is my,it and,it you,kids,"
    "manager,me my,money back,my data,my late,now the,paid in,patient,paying,people,review,"
    "show,sick,sitting,small claims,sort,system,taking,the money,their,then you,this ?,"
    "to hear,to pay,want my,was never,was paid,we've,where is,with my,you charge,you gave,"
    "you had,your office",
    1.6: "i've,nine,with a",
    1.4: "different,down,even,every,hear,hours,i have,i'll,my account,office,photos,want,years",
    1.3: "account,bill,who,will",
    1.2: "at your,charge,customer,desk,don't,give,had,i expect,in your,months,of a,single,six,"
    "that is,the bill,this is,told me,tomorrow,you are,your,your company",
    1.1: "nobody",
    1.0: "and a,away,break,broken,called,cancelled,care,close,cold,company,counter,data,dead,"
    "do not,every single,explain,for this,fourth,gave,go,had it,he,hotline,how you,"
    "i write,if i,it the,it to,letter,of them,of your,over,person,put,reported,ring,"
    "standing,that dos,through,time i,times,to a,told,up with,wait,was told,with you,"
    "write,your shop",
    0.9: "call,five,have,in the,sent,somebody,this,three,to the,today,us,whole,writing",
    0.8: "am,another,because,expect,flat,for my,friday,kind,one of,pounds,send me,signed,"
    "since,small,this morning,weeks,you have",
    0.7: "a form,a refund,all of,and,and in,and the,app,at a,back by,buy,by your,call me,"
    "camera,court,day i,don't you,dress,eight,either,emails,everyone,everything,from now,"
    "from you,here,hotel,hours on,house,human,human being,i am,i could,i never,i signed,"
    "i'm writing,i've been,idea,if you,in,in writing,into,january,job,made,me back,"
    "me this,my bank,nothing,now,now on,offer,open,other,out of,paid for,people who,pick,"
    "pick up,report,reported it,said,speak,speak to,stop,stop sending,talk,talk to,text,"
    "that i,that was,the deposit,the desk,the way,them,thing,third time,through my,to talk,"
    "to your,up,up the,voucher,weeks and,what i,will be,with,without,work,year old,"
    "you let,you sent,you still,you the",
    0.6: "asking,bank,been,being,birthday,deposit,doing,dos not,driver,file,had to,have been,"
    "have the,in a,is not,keep,list,looking,lost,month,mother,my,my lawyer,night,not a,"
    "of my,off,phone,sending,someone,the flat,the whole,you can",
    0.5: "by,get,i was,late,morning,own,paid,to me,you",
    0.4: "me,was,what",
    0.3: "again,at,bike,came,can't,closed,come,contract,course,daughter,days,door,each,"
    "enough,for two,forgot,forty,four,from,going,handed,has been,her,i can't,i got,i'm,"
    "if,in my,insurance,is back,it's,left,look at,many,me a,me out,me the,my card,"
    "my mother,my order,my son,on the,out,part,place,service,she,shop,should be,some,son,"
    "the box,the part,there is,think,to my,until,want to,we are,wedding,week,were,where,"
    "why,you again",
    0.2: "an,are,back,for a,i,is a,let,not,of,so,tell,to",
    -0.2: "after,again i,angry,be,do,from me,have to,it was,monday,name,on,or,see,takes,"
    "third,too,waiting,while,yesterday",
    -0.3: "as,find,the,two",
    -0.4: "a simple,address,ago,are a,at this,because of,change,date,delivery,do you,else's,"
    "end of,find it,first,for your,have a,help,i do,i had,i would,if that,instead of,"
    "it on,itself,june,just,leave,look,machine,may,more than,move,of it,only,password,"
    "pity,quote,return,send,ship,sunday,that a,to be,understand,well,what do,would have,"
    "wrote",
    -0.5: "any,did,do i,from the,has,it is,know,old,one,order,size,tell me,th,the th,"
    "the wrong,tusday,we,you tell",
    -0.6: "about,can,changed,chat,dear,did not,fix,i think,invoice,it would,minutes,next,"
    "of the,on monday,once,our,really,saturday,say,send the,set,thanks for,the end,they,"
    "thursday,twice,was a,whether,you for",
    -0.7: "form,it ?,much,should,the same,when",
    -0.8: "end,i'd,is fine,is it,like,ordered,promised,repair,same,still,than,which,you know",
    -0.9: "at all,second,shows,works",
    -1.0: "?,about the,last,would like",
    -1.1: "a copy,a new,a pity,again the,although,am a,and would,anybody,appointment,as a,"
    "as well,bell,broke,but the,buttons,came without,can we,check the,confirm,copy of,"
    "correct,cost,dos the,fault,fine,getting,had a,happy with,how much,hurry,i find,"
    "i found,i'd like,if the,is out,is that,it should,label,lamp,longer,lovely,me know,"
    "meter,might,moved,my own,my qustion,need a,no hurry,no problem,note,now ?,on ?,"
    "one is,or no,page,pdf,photo,please send,pump,quick,reading,reason,recommend,regards,"
    "replaced,reset,run,second time,sell,should i,so i,street,suitable,suitable for,thanks,"
    "that the,the first,the label,the march,the noise,the tracking,tracking,two of,under,"
    "use,use the,waiting for,was in,what is,would,would it,yes or,you recommend,"
    "your colleagu",
    -1.2: "arrived,good,great,qustion,you send",
    -1.3: "a look,blu,colleagu,copy,delay,expected,export,for the,hello the,hi i,honestly,"
    "i expected,like to,log,manual,noise,one ?,problem,replacement,short,stay,stock,swap,"
    "the delay,the manual,the second,update,wanted,wanted to,whether the,would be,yes",
    -1.4: "hi,with the",
    -1.5: "but,error,how do,i ordered,makes,model,new one,price,received,sorry,the invoice,"
    "there a,yet",
    -1.6: "check,happy",
    -1.7: "attached,can i,new",
    -1.9: "missing,the new",
    -2.0: "a bit,could,is there,thank,thank you",
    -2.1: "bit",
    -2.2: "hello,please",
    -3.1: "could you",
}  # fmt: skip
